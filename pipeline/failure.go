package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dagger/python-pipeline/advice"
	"dagger/python-pipeline/engineerror"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
	"dagger/python-pipeline/timelimit"
)

// databaseArguments are what those set who call the module themselves.
const databaseArguments = " (`dagger call` has --trivy-db-repository and --trivy-db)"

// maxOutput bounds what a report quotes of a program's output, in bytes.
const maxOutput = 8000

// buildSteps are the programs that build the stages, each with what people call
// it and what says what to do about its output. A program is known by a part of
// its command, and the first that fits counts: the scripts Base, Install and
// Export hold what stands for another program further down.
var buildSteps = []struct {
	program, name string
	advice        func(output string) string
}{
	{step.Base, "base: security updates and packages", advice.For},
	{step.Install, "builder: install the requirements", advice.For},
	{step.Same, "dev-builder: compare with production", always("give production and tests the same versions; pip-compile and uv do with `-c requirements.txt` for the tests' file")},
	{step.Layers, "builder: sort into layers", advice.For},
	{step.Collectstatic, "source: collectstatic", advice.Collectstatic},
	{step.Export, "export: turn the lock into requirements", advice.For},
	{step.Libraries, "builder: find run-time libraries", advice.For},
	{"/opt/pipenv", "export: install Pipenv", advice.For},
	{step.Database, "scan: download the vulnerability database", always("set TRIVY_DB_REPOSITORY to a mirror that can be reached, or PIPELINE_TRIVY_DB to a folder or an artifact" + databaseArguments)},
	{step.Advisories, "scan: look into the vulnerability database", always("set TRIVY_DB_REPOSITORY or PIPELINE_TRIVY_DB to another database" + databaseArguments)},
	{step.Scan, "scan: Trivy", advice.For},
	{step.Plain, "source: copy the static files", always("leave files, folders and links alone in STATIC_ROOT")},
	{step.Source, "source: lay out and compile", always("mend the file, or leave it out with the key exclude")},
	{"/opt/uv", "builder: install uv", advice.For},
	{"apt-get install", "apt packages", advice.For},
}

// always gives the same advice, whatever the output.
func always(advice string) func(output string) string {
	return func(string) string { return advice }
}

// A gateError is the failure of a step that was carried out: it stops the image.
type gateError struct{ failure report.Failure }

// Error is all that a caller of one function gets to read.
func (e *gateError) Error() string {
	return strings.TrimSpace(strings.Join([]string{e.failure.Problem, e.failure.Output, e.failure.Advice}, "\n"))
}

// asFailure explains why a step failed.
func asFailure(name string, err error) report.Failure {
	var gate *gateError
	if errors.As(err, &gate) {
		return gate.failure
	}
	var failed *dagger.ExecError
	if !errors.As(err, &failed) {
		return withoutOutput(name, selections.ReplaceAllString(engineerror.Text(err), ""))
	}
	output := report.Tail(failed.Stdout+"\n"+failed.Stderr, maxOutput)
	failure := report.Failure{
		Step: name, Problem: "a command ended with exit status " + status(failed), Output: output, Advice: advice.For(output),
	}
	subject := "a command"
	for _, s := range buildSteps {
		if ran(failed, s.program) {
			failure.Step, failure.Problem = report.StepBuild, s.name+" failed"
			if strings.HasPrefix(s.name, report.StepScan+": ") {
				failure.Step = report.StepScan
			}
			failure.Advice = s.advice(output)
			subject = s.name
			break
		}
	}
	if limit, ended := timelimit.Exceeded(failed.Cmd, failed.ExitCode, failed.Stderr); ended {
		failure.Problem = fmt.Sprintf("%s did not end within %s, the time of step-timeout", subject, limit)
		failure.Advice = "fix what hangs: the output ends with the programs that were running; " + longer
	}
	return failure
}

// selections is how the engine begins an error: with the calls that led to it.
var selections = regexp.MustCompile(`(input: )?\b\w+(\.\w+)+ failed to (export: failed to )?`)

// ended is how the engine says that a service went away from what used it.
var ended = regexp.MustCompile(`bound service \S+ \(aliased as ([^)]+)\) exited`)

// unresolved is how the engine begins to say that there is no such image.
var unresolved = regexp.MustCompile(`resolve image "(?:docker\.io/library/)?([^"]+)"[^:]*: (.*)`)

// withoutOutput is for an error that no program of ours printed.
func withoutOutput(name, text string) report.Failure {
	if found := ended.FindStringSubmatch(text); found != nil {
		return report.Failure{
			Step: name, Problem: found[1] + " ended while it was in use",
			Advice: "look for what stops it, or what takes more memory than there is",
		}
	}
	if found := unresolved.FindStringSubmatch(text); found != nil {
		causes := strings.Split(found[2], ": ")
		return report.Failure{
			Step: report.StepBuild, Problem: fmt.Sprintf("%s: the image cannot be pulled: %s", found[1], causes[len(causes)-1]),
			Advice: "check the keys python and variant, and whether the registry can be reached",
		}
	}
	return report.Failure{Step: name, Problem: text, Advice: advice.For(text)}
}

// ran says whether the failed command is the given program.
func ran(failed *dagger.ExecError, program string) bool {
	return slices.ContainsFunc(failed.Cmd, func(argument string) bool { return strings.Contains(argument, program) })
}

func status(failed *dagger.ExecError) string { return strconv.Itoa(failed.ExitCode) }
