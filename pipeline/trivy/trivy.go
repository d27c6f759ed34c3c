// Package trivy reads Trivy's report of an image and judges it. Trivy's report has all findings; this package decides
// whether they stop the image.
package trivy

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// schema is the version of Trivy's JSON that this package reads.
const schema = 2

// Report is the part of Trivy's JSON that the pipeline uses.
type Report struct {
	SchemaVersion int      `json:"SchemaVersion"` // must be schema
	Metadata      Metadata `json:"Metadata"`      // of the image as a whole
	Results       []Result `json:"Results"`       // one for each place
}

// Metadata describes the image as a whole.
type Metadata struct {
	OS OS `json:"OS"` // the distribution
}

// OS is the distribution of an image.
type OS struct {
	Family string `json:"Family"` // such as debian
	Name   string `json:"Name"`   // its release, such as 12.5
	EOSL   bool   `json:"EOSL"`   // its publisher has ended security updates
}

// Result has the findings of one place: the distribution's packages, the Python packages, a file, or the image's
// configuration.
type Result struct {
	Target            string             `json:"Target"`                       // the place: a file's path or a name
	Class             string             `json:"Class"`                        // the kind of place
	Packages          []Package          `json:"Packages"`                     // all packages there
	Vulnerabilities   []Vulnerability    `json:"Vulnerabilities"`              // of its packages
	Secrets           []Secret           `json:"Secrets"`                      // in the file
	Misconfigurations []Misconfiguration `json:"Misconfigurations"`            // of the image
	Suppressed        []struct{}         `json:"ExperimentalModifiedFindings"` // the findings that an ignore file lists; only counted
}

// Package is an installed package that Trivy saw.
type Package struct {
	ID      string `json:"ID"`       // name@version, of the distribution's packages
	Name    string `json:"Name"`     // by the distribution's or the index's name
	Version string `json:"Version"`  // only a part of it for the distribution's packages
	Path    string `json:"FilePath"` // the metadata file of a Python package, without a slash in front
}

// Vulnerability is a known vulnerability of an installed package.
type Vulnerability struct {
	ID        string `json:"VulnerabilityID"`  // the CVE's, where it has one
	Package   string `json:"PkgName"`          // by the distribution's or the index's name
	Installed string `json:"InstalledVersion"` // the version in the image
	Fixed     string `json:"FixedVersion"`     // versions without it, "" if there is none
	Severity  string `json:"Severity"`         // one of Severities
	Title     string `json:"Title"`            // one line, or ""
	Path      string `json:"PkgPath"`          // the package's metadata file, "" for the distribution's
}

// Secret is a text that looks like a credential. Its value is not read.
type Secret struct {
	Rule     string `json:"RuleID"`    // the rule that matched
	Title    string `json:"Title"`     // the kind of credential, for people
	Severity string `json:"Severity"`  // one of Severities
	Line     int    `json:"StartLine"` // in the file, or in the image's configuration as JSON
	Match    string `json:"Match"`     // the line, in which Trivy has replaced the value by asterisks
}

// Misconfiguration is a rule for images, and whether this image complies with it.
type Misconfiguration struct {
	ID         string `json:"ID"`         // the rule's ID
	Title      string `json:"Title"`      // the rule in one line
	Message    string `json:"Message"`    // how the image violates it
	Resolution string `json:"Resolution"` // what to do
	Severity   string `json:"Severity"`   // one of Severities
	Status     string `json:"Status"`     // FAIL if the image violates it
}

// Read reads a report. It refuses one that is cut off or has another schema, which would look like a report without
// findings.
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
