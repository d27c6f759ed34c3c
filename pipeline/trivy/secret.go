package trivy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Reported lists the secrets that do not stop an image: those in packages from
// the index and among Debian's files, which anybody can have. Often they are for
// a package's own tests.
func Reported(report *Report) []Finding {
	var findings []Finding
	for _, result := range report.Results {
		if !result.secretsStop() {
			findings = append(findings, result.secrets()...)
		}
	}
	return findings
}

// isFile tells a file from the image's configuration, whose target is the
// image's name.
func (r Result) isFile() bool { return strings.HasPrefix(r.Target, "/") }

// secretsStop tells whether the app brings what is in this place: its files and
// the image's configuration.
func (r Result) secretsStop() bool { return !r.isFile() || placeOf(r.Target) == inApp }

// secrets are the secrets in one place. The configuration says some of its
// values twice.
func (r Result) secrets() []Finding {
	var findings []Finding
	for _, s := range r.Secrets {
		if finding := r.secret(s); !slices.Contains(findings, finding) {
			findings = append(findings, finding)
		}
	}
	return findings
}

// variable is how the configuration has a variable.
var variable = regexp.MustCompile(`"([A-Za-z_][A-Za-z0-9_]*)=`)

func (r Result) secret(s Secret) Finding {
	f := Finding{
		ID: s.Rule, Severity: s.Severity, Subject: r.Target, Place: placeOf(r.Target),
		Problem: fmt.Sprintf("line %d looks like a credential (%s)", s.Line, s.Title),
		Advice:  "take it out of the source, revoke it, and pass it when the app runs; if it is none, accept it below secrets in .trivyignore.yaml",
	}
	if s.Line == 0 {
		f.Problem = fmt.Sprintf("it looks like a credential (%s)", s.Title)
	}
	if !r.isFile() {
		f.Subject, f.Place = "configuration", inApp
		f.Problem = fmt.Sprintf("a value looks like a credential (%s)", s.Title)
		if found := variable.FindStringSubmatch(s.Match); found != nil {
			f.Problem = fmt.Sprintf("the value of %s looks like a credential (%s)", found[1], s.Title)
		}
	}
	if f.Place != inApp {
		f.Advice = "it does not stop the image: whoever has the package has it; see whether it serves for more than the package's tests"
	}
	return f
}
