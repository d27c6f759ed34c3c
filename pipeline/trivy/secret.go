package trivy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/finding"
)

// Reported lists the secrets that do not stop an image: those in packages from the index and in Debian's files, which
// are public anyway. Often they are for a package's own tests.
func Reported(report *Report) []finding.Finding {
	var findings []finding.Finding
	for _, result := range report.Results {
		if !result.secretsStop() {
			findings = append(findings, result.secrets()...)
		}
	}
	return findings
}

// isFile reports whether a result is about a file. The target of the other kind, the image's configuration, is the
// image's name.
func (r Result) isFile() bool { return strings.HasPrefix(r.Target, "/") }

// secretsStop reports whether secrets of this result stop the image: those in files of the app and in the image's
// configuration.
func (r Result) secretsStop() bool { return !r.isFile() || placeOf(r.Target) == finding.InApp }

// secrets returns the secrets of a result, each once: the configuration has some of its values twice.
func (r Result) secrets() []finding.Finding {
	var findings []finding.Finding
	for _, s := range r.Secrets {
		if found := r.secret(s); !slices.Contains(findings, found) {
			findings = append(findings, found)
		}
	}
	return findings
}

// variable matches a variable in the configuration.
var variable = regexp.MustCompile(`"([A-Za-z_][A-Za-z0-9_]*)=`)

func (r Result) secret(s Secret) finding.Finding {
	f := finding.Finding{
		ID: s.Rule, Severity: s.Severity, Subject: r.Target, Place: placeOf(r.Target),
		Problem: fmt.Sprintf("line %d looks like a credential (%s)", s.Line, s.Title),
		Advice:  "take it out of the source, revoke it, and pass it when the app runs; if it is not a credential, list it below secrets in .trivyignore.yaml",
	}
	if s.Line == 0 {
		f.Problem = fmt.Sprintf("it looks like a credential (%s)", s.Title)
	}
	if !r.isFile() {
		f.Subject, f.Place = "configuration", finding.InApp
		f.Problem = fmt.Sprintf("a value looks like a credential (%s)", s.Title)
		if found := variable.FindStringSubmatch(s.Match); found != nil {
			f.Problem = fmt.Sprintf("the value of %s looks like a credential (%s)", found[1], s.Title)
		}
	}
	if f.Place != finding.InApp {
		f.Advice = "it does not stop the image: everybody who has the package has it; check whether it is used for more than the package's tests"
	}
	return f
}

// HasSecretInConfiguration reports whether the image's configuration has a secret.
func (r *Report) HasSecretInConfiguration() bool {
	for _, result := range r.Results {
		if !result.isFile() && len(result.Secrets) > 0 {
			return true
		}
	}
	return false
}
