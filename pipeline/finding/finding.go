// Package finding defines what a scanner reports of an image, in one form for all
// scanners.
package finding

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Finding is a reason not to publish an image.
type Finding struct {
	// ID is that of the vulnerability or of the rule.
	ID string `json:"id"`
	// Severity is one of Severities.
	Severity string `json:"severity"`
	// Subject is a package or a file.
	Subject string `json:"subject"`
	// Problem is the rest of the sentence that begins with the subject.
	Problem string `json:"problem"`
	// Place is the part of the image that has it.
	Place Place `json:"place"`
	// Advice is what to do.
	Advice string `json:"advice"`
}

// String is the finding in one line, with the subject first.
func (f Finding) String() string {
	return fmt.Sprintf("%s: %s (%s, %s); %s", f.Subject, f.Problem, cmp.Or(f.Severity, Unknown), f.Place, f.Advice)
}

// A Place is the part of an image that has a finding.
type Place string

// Places, as reports name them.
const (
	InApp     Place = "in your layers"
	InPackage Place = "in a package"
	InBase    Place = "in the base image"
)

// Unknown is the severity of a finding that is not rated.
const Unknown = "UNKNOWN"

// Severities are Trivy's, the worst first.
var Severities = []string{"CRITICAL", "HIGH", "MEDIUM", "LOW", Unknown}

// AtLeast reports whether a severity is at least as bad as another one. A severity
// that is not among Severities counts as the worst, since it may be as bad.
func AtLeast(severity, other string) bool {
	return slices.Index(Severities, severity) <= slices.Index(Severities, other)
}

// Compare orders findings by severity, the worst first.
func Compare(a, b Finding) int {
	return cmp.Compare(slices.Index(Severities, a.Severity), slices.Index(Severities, b.Severity))
}

// Mildest returns the mildest of severities in Trivy's notation, such as
// "HIGH,CRITICAL".
func Mildest(severities string) (string, error) {
	mildest := -1
	for _, severity := range strings.Split(severities, ",") {
		at := slices.Index(Severities, strings.TrimSpace(severity))
		if at < 0 {
			return "", fmt.Errorf("severity %q: it must be one or more of %s", severity, strings.Join(Severities, ","))
		}
		mildest = max(mildest, at)
	}
	return Severities[mildest], nil
}
