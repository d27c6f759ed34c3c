// Package trivy reads what Trivy reports of an image and judges it. The report
// is Trivy's and complete; whether an image may be published is decided here.
package trivy

import (
	"encoding/json"
	"fmt"
	"io"
)

// Report is what is read of Trivy's JSON.
type Report struct {
	Metadata Metadata `json:"Metadata"` // of the image as a whole
	Results  []Result `json:"Results"`  // place by place
}

// Metadata is what is known of the image as a whole.
type Metadata struct {
	OS OS `json:"OS"` // the distribution
}

// OS is the distribution that an image stands on.
type OS struct {
	Family string `json:"Family"` // such as debian
	Name   string `json:"Name"`   // its release, such as 12.5
	EOSL   bool   `json:"EOSL"`   // its publisher has ended security updates
}

// Result is what was found in one place: the distribution's packages, the
// Python packages, a file, the image's configuration.
type Result struct {
	Target            string             `json:"Target"`                       // the place, a file where it is one
	Class             string             `json:"Class"`                        // what kind of place it is
	Vulnerabilities   []Vulnerability    `json:"Vulnerabilities"`              // of its packages
	Secrets           []Secret           `json:"Secrets"`                      // in the file
	Misconfigurations []Misconfiguration `json:"Misconfigurations"`            // of the image
	Suppressed        []struct{}         `json:"ExperimentalModifiedFindings"` // what an ignore file accepts, to be counted
}

// Vulnerability is a known hole of an installed package.
type Vulnerability struct {
	ID        string `json:"VulnerabilityID"`  // the CVE's, where it has one
	Package   string `json:"PkgName"`          // by the distribution's or the index's name
	Installed string `json:"InstalledVersion"` // the version in the image
	Fixed     string `json:"FixedVersion"`     // versions without it, "" where there is none
	Severity  string `json:"Severity"`         // one of Severities
	Title     string `json:"Title"`            // one line, or ""
	Path      string `json:"PkgPath"`          // the file that tells of the package, "" for the distribution's
}

// Secret is what looks like a credential. Its value is not read.
type Secret struct {
	Rule     string `json:"RuleID"`    // what it looks like
	Title    string `json:"Title"`     // the same for people
	Severity string `json:"Severity"`  // one of Severities
	Line     int    `json:"StartLine"` // in the file, 0 in the image's configuration
}

// Misconfiguration is a rule for images, and whether this one keeps it.
type Misconfiguration struct {
	ID         string `json:"ID"`         // the rule's
	Title      string `json:"Title"`      // the rule in a line
	Message    string `json:"Message"`    // how it is broken
	Resolution string `json:"Resolution"` // what to do
	Severity   string `json:"Severity"`   // one of Severities
	Status     string `json:"Status"`     // FAIL where it is broken
}

// Read reads a report.
func Read(r io.Reader) (*Report, error) {
	report := new(Report)
	if err := json.NewDecoder(r).Decode(report); err != nil {
		return nil, fmt.Errorf("report of Trivy: %w", err)
	}
	return report, nil
}
