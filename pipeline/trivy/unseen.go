package trivy

import (
	"fmt"
	"path"
	"strings"

	"dagger/python-pipeline/installed"
)

// langPackages is the class of the results for packages of languages.
const langPackages = "lang-pkgs"

// Unseen lists the parts of an image that a report lacks: a scanner reports no vulnerability of a package that it did
// not see. Files of the app or of a package can hide others from a scanner, so the contents of the image are read
// before those files are added, and no program of them runs.
func (r *Report) Unseen(image installed.Image) []string {
	var unseen []string
	if os, want := r.Metadata.OS, strings.TrimSpace(image.DebianVersion); os.Family != "debian" || os.Name != want {
		unseen = append(unseen, fmt.Sprintf("the distribution: it is debian %s, and the report has %q", want, strings.TrimSpace(os.Family+" "+os.Name)))
	}
	debian, python := r.packages()
	for _, p := range image.Debian {
		if id := p.Name + "@" + p.Version; !debian[id] {
			unseen = append(unseen, fmt.Sprintf("the Debian package %s %s", p.Name, p.Version))
		}
	}
	for _, folder := range image.Python {
		name, version := installed.Distribution(folder)
		switch seen, found := python[folder]; {
		case !found:
			unseen = append(unseen, fmt.Sprintf("the Python package %s %s in /%s", name, version, folder))
		case installed.CanonicalName(seen.Name) != name || installed.CanonicalVersion(seen.Version) != version:
			unseen = append(unseen, fmt.Sprintf("the Python package %s %s: the report calls it %s %s by what is in /%s", name, version, seen.Name, seen.Version, seen.Path))
		}
	}
	return unseen
}

// packages returns the distribution's packages of a report by ID, and Python's packages by their metadata folder.
func (r *Report) packages() (debian map[string]bool, python map[string]Package) {
	debian, python = map[string]bool{}, map[string]Package{}
	for _, result := range r.Results {
		for _, p := range result.Packages {
			switch result.Class {
			case osPackages:
				debian[p.ID] = true
			case langPackages:
				python[path.Dir(p.Path)] = p
			}
		}
	}
	return debian, python
}
