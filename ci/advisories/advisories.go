// Package advisories is a small database of security advisories for Trivy. It
// proves that a scan works on a machine that cannot have a real database, of
// which it is no replacement: what it does not list is not found.
package advisories

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// Ecosystems whose packages have advisories here.
const (
	Pip      = "pip"
	Debian12 = "debian 12"
	Debian13 = "debian 13"
)

// ecosystems are those that a file can be for.
var ecosystems = []string{Pip, Debian12, Debian13}

// A Database is what a set of files says.
type Database struct {
	// Packages are in the order of their files' names.
	Packages []Package
}

// A Package is one file: what is known of a package of an ecosystem.
type Package struct {
	// Ecosystem is one of the ecosystems above.
	Ecosystem string `yaml:"ecosystem"`
	// Name is the project's name, or that of a Debian source package.
	Name string `yaml:"package"`
	// Reviewed is the day on which the advisories were last compared with their
	// sources.
	Reviewed Day `yaml:"reviewed"`
	// Advisories are in the file's order.
	Advisories []Advisory `yaml:"advisories"`
}

// An Advisory says which versions of a package have a vulnerability.
type Advisory struct {
	// ID is the CVE's.
	ID string `yaml:"id"`
	// GHSA is the identifier in GitHub's database, which only Pip packages have.
	GHSA string `yaml:"ghsa"`
	// Severity is LOW, MEDIUM, HIGH or CRITICAL: GitHub's for a Pip package, the
	// National Vulnerability Database's for a Debian one.
	Severity string `yaml:"severity"`
	// Title is one line.
	Title string `yaml:"title"`
	// Vulnerable lists ranges of a Pip package's versions, such as ">= 4.0, < 4.0.4".
	Vulnerable []string `yaml:"vulnerable"`
	// Fixed is the first Debian version without the vulnerability, empty if there
	// is none yet.
	Fixed string `yaml:"fixed"`
	// Status is why there is none: affected, will_not_fix or fix_deferred.
	Status string `yaml:"status"`
	// Source is the address of the advisory that all this was taken from.
	Source string `yaml:"source"`
}

//go:embed data/*.yaml
var data embed.FS

// Own gives the advisories of this repository.
func Own() (Database, error) {
	files, err := fs.Sub(data, "data")
	if err != nil {
		return Database{}, err
	}
	return Read(files)
}

// Updated is the day up to which all of the database is true: the earliest on
// which one of its packages was reviewed.
func (d Database) Updated() time.Time {
	if len(d.Packages) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(d.Packages, func(a, b Package) int { return a.Reviewed.Compare(b.Reviewed.Time) }).Reviewed.Time
}

// Patched lists the versions of a Pip package at which the vulnerable ranges end.
func (a Advisory) Patched() []string {
	var versions []string
	for _, bounds := range a.Vulnerable {
		for bound := range strings.SplitSeq(bounds, ",") {
			if version, found := strings.CutPrefix(strings.TrimSpace(bound), "< "); found {
				versions = append(versions, version)
			}
		}
	}
	return versions
}
