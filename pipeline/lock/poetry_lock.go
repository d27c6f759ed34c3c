package lock

import (
	"fmt"
	"regexp"
	"slices"

	"dagger/python-pipeline/source"
)

// poetryLockFile is a poetry.lock.
type poetryLockFile struct {
	Packages []poetryPackage `toml:"package"`
	Extras   map[string]any  `toml:"extras"`
	Metadata struct {
		Version string `toml:"lock-version"`
		Python  string `toml:"python-versions"`
	} `toml:"metadata"`
}

type poetryPackage struct {
	source.Place
	Name    string   `toml:"name"`
	Version string   `toml:"version"`
	Python  string   `toml:"python-versions"`
	Groups  []string `toml:"groups"`
	// Markers is one marker, or one for each group that has one.
	Markers any          `toml:"markers"`
	Files   []poetryFile `toml:"files"`
	Source  struct {
		Type         string `toml:"type"`
		URL          string `toml:"url"`
		Reference    string `toml:"reference"`
		Commit       string `toml:"resolved_reference"`
		Subdirectory string `toml:"subdirectory"`
	} `toml:"source"`
}

// poetryFile is a file of a package.
type poetryFile struct {
	File string `toml:"file"`
	Hash string `toml:"hash"`
}

// groupedLock matches the versions of the format in which a package has its groups:
// 2.1 and later ones.
var groupedLock = regexp.MustCompile(`^2\.[1-9][0-9]*$`)

func readPoetryLock(tree *source.Tree) (*poetryLockFile, error) {
	content := &poetryLockFile{}
	text, err := decodeTOML(tree, poetryLock, poetryTool, content)
	if err != nil {
		return nil, err
	}
	switch version := content.Metadata.Version; {
	case ungroupedLock.MatchString(version):
		if err := content.addGroups(tree); err != nil {
			return nil, err
		}
	case !groupedLock.MatchString(version):
		return nil, fmt.Errorf("%s: lock-version %q is not one that Poetry 2 reads (1.0, 1.1, and from 2.0 up to 3); run `%s` of Poetry 2, which keeps the versions, and commit the lock", poetryLock, version, poetryTool.Command)
	}
	for i, place := range tablePlaces(poetryLock, text, "[[package]]", len(content.Packages)) {
		content.Packages[i].Place = place
	}
	return content, nil
}

// needOf says whether one of the groups needs the package with extras of the project.
func (p poetryPackage) needOf(groups, extras []string) (need, error) {
	var n need
	var markers []string
	for _, group := range groups {
		if !slices.Contains(p.Groups, group) {
			continue
		}
		marker, _ := p.Markers.(string)
		if ofGroups, ok := p.Markers.(map[string]any); ok {
			marker, _ = ofGroups[group].(string)
		}
		is, err := selection{extras: extras}.mayApply(marker)
		if err != nil {
			return n, p.Errorf("%s: %w", p.Name, err)
		}
		if is {
			n.is, markers = true, append(markers, marker)
		}
	}
	n.marker = anyMarker(markers)
	n.on = selection{extras: extras}.neededOn(n.marker)
	return n, nil
}

func (p poetryPackage) release() lockedRelease {
	r := lockedRelease{Place: p.Place, name: p.Name, version: p.Version, requiresPython: p.Python}
	var hashes []string
	for _, file := range p.Files {
		hashes, r.files = append(hashes, file.Hash), append(r.files, fileName(file.File))
	}
	r.hashed = allHashed(hashes)
	switch p.Source.Type {
	case "url":
		r.url = p.Source.URL
	case "file", "directory":
		r.path = p.Source.URL
	case "git":
		r.git = gitPlace{p.Source.URL, p.Source.Commit, p.Source.Subdirectory}
	}
	return r
}

// groups are the groups of the lock and of pyproject.toml, some without packages, beside
// that of production.
func (f *poetryLockFile) groups(project *pyproject) []string {
	names := append(namesOf(project.Tool.Poetry.Group, project.DependencyGroups), project.poetryGroups()...)
	for _, p := range f.Packages {
		names = append(names, p.Groups...)
	}
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	return slices.DeleteFunc(names, func(name string) bool { return name == poetryMain })
}

// indexes are the indexes of the packages, each once. A package of the default index
// has none.
func (f *poetryLockFile) indexes() []Index {
	var all []Index
	for _, p := range f.Packages {
		if p.Source.Type == "legacy" {
			all = append(all, Index{Name: p.Source.Reference, URL: p.Source.URL})
		}
	}
	return eachOnce(all)
}
