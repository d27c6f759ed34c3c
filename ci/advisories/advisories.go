// Package advisories is a small database of security advisories for Trivy. With it a scan works on a machine that
// cannot download a real database. It does not replace one: a scan finds only the vulnerabilities that are listed here.
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
	// DebianTesting is the release in development. It has no number: its own files and Trivy call it by this name.
	DebianTesting = "debian forky/sid"
)

// ecosystems are the valid values of Package.Ecosystem.
var ecosystems = []string{Pip, Debian12, Debian13, DebianTesting}

// A Database is the content of a folder of advisory files.
type Database struct {
	// Packages are in the order of their files' names.
	Packages []Package
}

// A Package is the content of one file: the advisories for one package.
type Package struct {
	// Ecosystem is one of the ecosystems above.
	Ecosystem string `yaml:"ecosystem"`
	// Name is the project's name, or that of a Debian source package.
	Name string `yaml:"package"`
	// Reviewed is the day on which the advisories were last compared with their sources.
	Reviewed Day `yaml:"reviewed"`
	// Advisories are in the file's order.
	Advisories []Advisory `yaml:"advisories"`
}

// An Advisory says which versions of a package have a vulnerability.
type Advisory struct {
	// ID is the CVE identifier.
	ID string `yaml:"id"`
	// GHSA is the identifier in GitHub's database, for Pip packages only.
	GHSA string `yaml:"ghsa"`
	// Severity is LOW, MEDIUM, HIGH or CRITICAL: GitHub's for a Pip package, the
	// National Vulnerability Database's for a Debian one.
	Severity string `yaml:"severity"`
	// Title is one line.
	Title string `yaml:"title"`
	// Vulnerable lists ranges of a Pip package's versions, such as ">= 4.0, < 4.0.4".
	Vulnerable []string `yaml:"vulnerable"`
	// Fixed is the first Debian version without the vulnerability, empty if there is none yet.
	Fixed string `yaml:"fixed"`
	// Status says why Fixed is empty: affected, will_not_fix or fix_deferred.
	Status string `yaml:"status"`
	// Source is the address of the advisory that the other fields are copied from.
	Source string `yaml:"source"`
}

//go:embed data/*.yaml
var data embed.FS

// Own returns the advisories of this repository.
func Own() (Database, error) {
	files, err := fs.Sub(data, "data")
	if err != nil {
		return Database{}, err
	}
	return Read(files)
}

// Updated is the day up to which the whole database is current: the earliest review of one of its packages.
func (d Database) Updated() time.Time {
	if len(d.Packages) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(d.Packages, func(a, b Package) int { return a.Reviewed.Compare(b.Reviewed.Time) }).Reviewed.Time
}

// PatchedVersions lists the versions of a Pip package at which the vulnerable ranges end.
func (a Advisory) PatchedVersions() []string {
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
