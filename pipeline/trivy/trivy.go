// Package trivy reads what Trivy reports of an image and judges it. The report
// is Trivy's and complete; whether an image may be published is decided here.
package trivy

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// schema is the version of Trivy's JSON that is read here.
const schema = 2

// Report is what is read of Trivy's JSON.
type Report struct {
	SchemaVersion int      `json:"SchemaVersion"` // schema
	Metadata      Metadata `json:"Metadata"`      // of the image as a whole
	Results       []Result `json:"Results"`       // place by place
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
	Packages          []Package          `json:"Packages"`                     // all that are there
	Vulnerabilities   []Vulnerability    `json:"Vulnerabilities"`              // of its packages
	Secrets           []Secret           `json:"Secrets"`                      // in the file
	Misconfigurations []Misconfiguration `json:"Misconfigurations"`            // of the image
	Suppressed        []struct{}         `json:"ExperimentalModifiedFindings"` // what an ignore file accepts, to be counted
}

// Package is an installed package that Trivy saw.
type Package struct {
	ID      string `json:"ID"`       // name@version, of the distribution's packages
	Name    string `json:"Name"`     // by the distribution's or the index's name
	Version string `json:"Version"`  // of the distribution's packages a part only
	Path    string `json:"FilePath"` // the file that tells of a Python package, without a slash in front
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
	Line     int    `json:"StartLine"` // in the file, or in the image's configuration as JSON
	Match    string `json:"Match"`     // the line, in which Trivy has replaced the value by asterisks
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

// Read reads a report. It refuses one that is cut off or has another schema, in
// which no finding would be seen.
func Read(content string) (*Report, error) {
	if strings.TrimSpace(content) == "" {
		return nil, errors.New("report of Trivy: it is empty")
	}
	report := new(Report)
	if err := json.Unmarshal([]byte(content), report); err != nil {
		return nil, fmt.Errorf("report of Trivy: it is cut off or not a report: %w", err)
	}
	if report.SchemaVersion != schema {
		return nil, fmt.Errorf("report of Trivy: its schema has version %d, and %d is needed; name a release of Trivy that writes it", report.SchemaVersion, schema)
	}
	return report, nil
}
