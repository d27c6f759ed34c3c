// Package failure describes why a step failed: the meaning of a program's output or of an engine's error, and what to do.
package failure

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"dagger/python-pipeline/engineerror"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/steplimit"
)

// longer is the advice for a step that does not hang.
const longer = "if it only needs longer, set PIPELINE_STEP_TIMEOUT (`dagger call` has with-step-timeout)"

// databaseArguments are for callers of the module who do not use ci.
const databaseArguments = " (`dagger call` has --trivy-db-repository and --trivy-db)"

// MaxOutput bounds what a failure quotes of a program's output, in bytes.
const MaxOutput = 8000

// advice is for the output of some scripts, by their IDs; for all others see known.
var advice = map[string]func(output string) string{
	scripts.CompareVenvs.ID:     always("give production and tests the same versions; pip-compile and uv do with `-c requirements.txt` for the tests' file"),
	scripts.Collectstatic.ID:    collectstatic,
	scripts.DownloadDatabase.ID: always("set TRIVY_DB_REPOSITORY to a mirror that can be reached, or PIPELINE_TRIVY_DB to a folder or an artifact" + databaseArguments),
	scripts.CheckDatabase.ID:    always("set TRIVY_DB_REPOSITORY or PIPELINE_TRIVY_DB to another database" + databaseArguments),
	scripts.CopyStaticFiles.ID:  always("leave files, folders and links alone in STATIC_ROOT"),
	scripts.LayOutSource.ID:     always("fix the file, or leave it out with the key exclude"),
}

// always returns the same advice for any output.
func always(advice string) func(output string) string {
	return func(string) string { return advice }
}

// A Program is one that failed in a container.
type Program struct {
	Command        []string // its arguments, including those of the time limit
	Status         int      // its exit status
	Stdout, Stderr string   // its output
}

// OfProgram describes the failure of a program that ran for a step.
func OfProgram(step string, p Program) report.Failure {
	output := report.Tail(p.Stdout+"\n"+p.Stderr, MaxOutput)
	failure := report.Failure{
		Step: step, Problem: fmt.Sprintf("a command ended with exit status %d", p.Status), Output: output, Advice: adviceFor(output),
	}
	subject := "a command"
	if script, found := scripts.Find(steplimit.ID(p.Command)); found {
		failure.Step, failure.Problem, subject = script.Step, script.Label+" failed", script.Label
		if known, has := advice[script.ID]; has {
			failure.Advice = known(output)
		}
	}
	if limit, ended := steplimit.Exceeded(p.Command, p.Status, p.Stderr); ended {
		failure.Code, failure.Problem = report.CodeStepTimeout, fmt.Sprintf("%s did not end within %s, the time of step-timeout", subject, limit)
		failure.Advice = "fix what hangs: the output ends with the programs that were running; " + longer
	}
	return failure
}

var (
	// calls matches the beginning of an engine's error, the calls that led to it.
	calls = regexp.MustCompile(`(input: )?\b\w+(\.\w+)+ failed to (export: failed to )?`)
	// serviceEnded matches the engine's text about a service that ended while it was in use.
	serviceEnded = regexp.MustCompile(`bound service \S+ \(aliased as ([^)]+)\) exited`)
	// unresolved matches the beginning of the engine's text about an image that it cannot find.
	unresolved = regexp.MustCompile(`resolve image "(?:docker\.io/library/)?([^"]+)"[^:]*: (.*)`)
)

// OfEngine describes an error of the engine itself.
func OfEngine(step string, err error) report.Failure {
	failure := ofText(step, calls.ReplaceAllString(engineerror.Text(err), ""))
	// The engine's own errors are text alone.
	if errors.Is(err, context.Canceled) || strings.Contains(failure.Problem, context.Canceled.Error()) {
		failure.Code = report.CodeCanceled
	}
	return failure
}

func ofText(step, text string) report.Failure {
	if found := serviceEnded.FindStringSubmatch(text); found != nil {
		return report.Failure{
			Step: step, Problem: found[1] + " ended while it was in use",
			Advice: "look for what stops it, or what takes more memory than there is",
		}
	}
	if found := unresolved.FindStringSubmatch(text); found != nil {
		causes := strings.Split(found[2], ": ")
		return report.Failure{
			Step: report.StepBuild, Code: report.CodeNoImage, Problem: fmt.Sprintf("%s: the image cannot be pulled: %s", found[1], causes[len(causes)-1]),
			Advice: "check the keys python and variant, and whether the registry can be reached",
		}
	}
	return report.Failure{Step: step, Problem: text, Advice: adviceFor(text)}
}

// NotPulled returns the failure of a pull that does not end.
func NotPulled(step, image string, limit time.Duration) report.Failure {
	return report.Failure{
		Step: step, Code: report.CodeStepTimeout,
		Problem: fmt.Sprintf("%s: the image was not pulled within %s, the time of step-timeout", image, settings.Duration(limit)),
		Advice:  "check whether its registry can be reached; " + longer,
	}
}

// NotBegun returns the failure of a step whose services do not listen in time; own is the time limit of the step itself.
func NotBegun(step string, services settings.Services, limit, own time.Duration) report.Failure {
	failure := report.Failure{
		Step: step, Code: report.CodeStepTimeout, Problem: fmt.Sprintf("%s did not end within %s", step, settings.Duration(limit+own)), Advice: longer,
	}
	if names := services.String(); names != "" {
		failure.Problem = fmt.Sprintf("%s did not begin within %s, the time of step-timeout: its services (%s) were not ready", step, settings.Duration(limit), names)
		failure.Advice = "look at the keys below services, and whether the registry of their images can be reached; " + longer
	}
	return failure
}
