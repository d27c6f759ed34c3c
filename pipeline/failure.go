package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
)

// maxOutput bounds what a report quotes of a program's output, in characters.
const maxOutput = 8000

// buildSteps are the programs that build the stages, each with what people
// call it and what to do when its output has no better advice.
var buildSteps = []struct{ program, name, advice string }{
	{step.Base, "base: security updates and packages", ""},
	{step.Install, "builder: install the requirements", ""},
	{step.Same, "dev-builder: compare with production", "give production and tests the same versions; pip-compile and uv do with `-c requirements.txt` for the tests' file"},
	{step.Layers, "builder: sort into layers", ""},
	{"collectstatic", "source: collectstatic", "name the variables it needs in the key build-env, or set collectstatic = false"},
	{step.Export, "export: turn the lock into requirements", ""},
	{step.Libraries, "builder: find run-time libraries", ""},
	{"/opt/pipenv", "export: install Pipenv", ""},
	{"--download-db-only", "scan: download the vulnerability database", "set TRIVY_DB_REPOSITORY to a mirror that can be reached, or PIPELINE_TRIVY_DB to a folder or an artifact"},
	{step.Source, "source: lay out and compile", "mend the file, or leave it out with the key exclude"},
	{"/opt/uv", "builder: install uv", ""},
	{"apt-get install", "apt packages", ""},
}

// A gateError is the failure of a step that was carried out: it stops the image.
type gateError struct{ failure report.Failure }

func (e *gateError) Error() string { return e.failure.Problem }

// asFailure explains why a step failed.
func asFailure(name string, err error) report.Failure {
	var gate *gateError
	if errors.As(err, &gate) {
		return gate.failure
	}
	var failed *dagger.ExecError
	if !errors.As(err, &failed) {
		return withoutOutput(name, selections.ReplaceAllString(err.Error(), ""))
	}
	output := tail(strings.TrimSpace(failed.Stdout+"\n"+failed.Stderr), maxOutput)
	failure := report.Failure{
		Step: name, Problem: "a command ended with exit status " + status(failed), Output: output, Advice: adviceFor(output),
	}
	for _, s := range buildSteps {
		if ran(failed, s.program) {
			failure.Step, failure.Problem = report.StepBuild, s.name+" failed"
			if strings.HasPrefix(s.name, report.StepScan+": ") {
				failure.Step = report.StepScan
			}
			if s.advice != "" {
				failure.Advice = s.advice
			}
			break
		}
	}
	return failure
}

// selections is how the engine begins an error: with the calls that led to it.
var selections = regexp.MustCompile(`(input: )?\b\w+(\.\w+)+ failed to (export: failed to )?`)

// unresolved is how the engine begins to say that there is no such image.
var unresolved = regexp.MustCompile(`resolve image "(?:docker\.io/library/)?([^"]+)"[^:]*: (.*)`)

// withoutOutput is for an error that no program of ours printed.
func withoutOutput(name, text string) report.Failure {
	if found := unresolved.FindStringSubmatch(text); found != nil {
		causes := strings.Split(found[2], ": ")
		return report.Failure{
			Step: report.StepBuild, Problem: fmt.Sprintf("%s: the image cannot be pulled: %s", found[1], causes[len(causes)-1]),
			Advice: "check the keys python and variant, and whether the registry can be reached",
		}
	}
	return report.Failure{Step: name, Problem: text, Advice: adviceFor(text)}
}

// advice pairs what programs say with what to do about it.
var advice = []struct {
	says []string
	do   string
}{
	{[]string{"Hash mismatch", "DO NOT MATCH THE HASHES", "hash mismatch"},
		"what the index serves is not what was locked: lock again (`pip-compile --generate-hashes` or `uv pip compile --generate-hashes`) if the change is expected, else find out who changed the package"},
	{[]string{"require a hash", "missing from the requirements file", "have their versions pinned", "no hash"},
		"with one hash in the file every requirement needs one: lock again with `--generate-hashes`"},
	{[]string{"Failed to fetch", "Could not fetch URL", "NewConnectionError", "dns error", "tcp connect error", "Connection refused", "timed out", "Temporary failure in name resolution"},
		"the address does not answer: check PIP_INDEX_URL, the key index-url and the proxy variables; for an index behind a company's own authority set SSL_CERT_FILE"},
	{[]string{"invalid peer certificate", "CERTIFICATE_VERIFY_FAILED", "UnknownIssuer", "CertificateError", "SSLError"},
		"the index's certificate is signed by an authority that is not known here: set SSL_CERT_FILE to its PEM file"},
	{[]string{"No solution found", "No matching distribution", "not found in the package registry"},
		"the index has no such version for this Python: check name and version, and the keys python and index-url"},
	{[]string{"is not compatible", "has requirement", "requires"},
		"the installed packages contradict each other: lock them together"},
	{[]string{"gcc", "fatal error:", "pg_config", "Failed building wheel", "Failed to build"},
		"a package is compiled: name the Debian packages it needs in the key apt-build"},
	{[]string{"push "}, "the registry does not take the image: check address, user name and password"},
	{[]string{"vulnerability database"}, "name another in PIPELINE_TRIVY_DB, a folder or an artifact with advisories"},
	{[]string{"Unable to locate package"}, "Debian has no such package: check the keys apt-build, apt-run and apt-test"},
}

func adviceFor(output string) string {
	for _, a := range advice {
		if slices.ContainsFunc(a.says, func(text string) bool { return strings.Contains(output, text) }) {
			return a.do
		}
	}
	return ""
}

// ran says whether the failed command is the given program.
func ran(failed *dagger.ExecError, program string) bool {
	return slices.ContainsFunc(failed.Cmd, func(argument string) bool { return strings.Contains(argument, program) })
}

func status(failed *dagger.ExecError) string { return strconv.Itoa(failed.ExitCode) }

// tail keeps the last characters of a text, from the beginning of a line.
func tail(text string, characters int) string {
	if len(text) <= characters {
		return text
	}
	text = text[len(text)-characters:]
	if _, rest, found := strings.Cut(text, "\n"); found {
		text = rest
	}
	return "…\n" + text
}
