package lock

import (
	"fmt"
	"slices"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// PDM is a pdm.lock. PDM exports requirements files from it, in which every package
// has its hashes.
const PDM Kind = "pdm"

const pdmLock = "pdm.lock"

var pdm = Format{
	Kind:      PDM,
	Name:      pdmLock,
	Files:     []string{pdmLock},
	BuildOnly: []string{pdmLock},
	Tool:      pdmTool,
	Upgrade:   "pdm update {name}",
	Convert:   "pdm export --prod --output requirements.txt",
	Export:    "pdm",
	Read:      readPDM,
}

var pdmTool = Tool{Name: "PDM", Command: "pdm lock", Table: "pdm", Backend: "pdm."}

// pdmDefault is PDM's name for the packages of production.
const pdmDefault = "default"

// pdmStrategy is the way to lock that notes the groups of each package.
const pdmStrategy = "inherit_metadata"

// pdmLockFile is a pdm.lock.
type pdmLockFile struct {
	Metadata struct {
		Groups   []string `toml:"groups"`
		Strategy []string `toml:"strategy"`
		Targets  []struct {
			Python string `toml:"requires_python"`
		} `toml:"targets"`
	} `toml:"metadata"`
	Packages []pdmPackage `toml:"package"`
}

type pdmPackage struct {
	source.Place
	Name    string   `toml:"name"`
	Version string   `toml:"version"`
	Python  string   `toml:"requires_python"`
	Extras  []string `toml:"extras"`
	Groups  []string `toml:"groups"`
	URL     string   `toml:"url"`
	Path    string   `toml:"path"`
	Marker  string   `toml:"marker"`
	Git     string   `toml:"git"`
	// Revision is the commit of Git, and Subdirectory the folder in it.
	Revision     string `toml:"revision"`
	Subdirectory string `toml:"subdirectory"`
	Hg           string `toml:"hg"`
	Svn          string `toml:"svn"`
	Bzr          string `toml:"bzr"`
	Files        []struct {
		File string `toml:"file"`
		URL  string `toml:"url"`
		Hash string `toml:"hash"`
	} `toml:"files"`
}

func readPDM(tree *source.Tree, keys Keys) (*Lock, error) {
	if err := checkBeside(tree, keys, pdmLock, pdmTool); err != nil {
		return nil, err
	}
	project, err := readPyproject(tree)
	if err != nil {
		return nil, err
	}
	content, err := readPDMLock(tree)
	if err != nil {
		return nil, err
	}
	l := &Lock{File: pdmLock, IndexesFrom: pyprojectFile, Indexes: project.Tool.PDM.Sources}
	if targets := content.Metadata.Targets; len(targets) == 1 {
		l.RequiresPython = targets[0].Python
	}
	inputs := inputsOf(tree, pyprojectFile, pdmLock)
	c, err := keys.choose(content.offer(project))
	if err != nil {
		return nil, err
	}
	inProduction := slices.Concat([]string{pdmDefault}, c.groups, c.extras)
	l.export(groupsIn(pdmLock, append([]string{pdmDefault}, c.groups...)), c, inputs, nil)
	for _, p := range content.Packages {
		if len(p.Extras) > 0 && !p.release().isLocal() { // the package has an entry without extras too
			continue
		}
		if err := l.add(tree, p.release(), p.needOf(inProduction), p.needOf(c.tests), pdmTool); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// offer is what the lock has to choose from. PDM calls the project's extras groups too.
func (f *pdmLockFile) offer(project *pyproject) offer {
	o := offer{file: pdmLock}
	for _, name := range f.Metadata.Groups {
		if name == pdmDefault {
			continue
		}
		o.groups = append(o.groups, name)
		if slices.ContainsFunc(namesOf(project.Project.Extras), func(extra string) bool { return installed.CanonicalName(extra) == installed.CanonicalName(name) }) {
			o.extras = append(o.extras, name)
		}
	}
	for _, name := range testGroups {
		if slices.Contains(o.groups, name) {
			o.customary = append(o.customary, name)
		}
	}
	return o
}

func readPDMLock(tree *source.Tree) (*pdmLockFile, error) {
	content := &pdmLockFile{}
	text, err := decodeTOML(tree, pdmLock, pdmTool, content)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(content.Metadata.Strategy, pdmStrategy) {
		return nil, fmt.Errorf("%s: it does not say which packages production needs; run `pdm lock --strategy %s`, and commit the lock", pdmLock, pdmStrategy)
	}
	for i, place := range tablePlaces(pdmLock, text, "[[package]]", len(content.Packages)) {
		content.Packages[i].Place = place
	}
	return content, nil
}

func (p pdmPackage) release() lockedRelease {
	var hashes, files []string
	for _, file := range p.Files {
		hashes, files = append(hashes, file.Hash), append(files, fileName(file.File, file.URL))
	}
	return lockedRelease{
		Place: p.Place, name: p.Name, version: p.Version, url: p.URL, path: p.Path, hashed: allHashed(hashes),
		git: gitPlace{p.Git, p.Revision, p.Subdirectory}, otherVersionControl: p.Hg + p.Svn + p.Bzr,
		requiresPython: p.Python, files: files,
	}
}

// needOf says whether groups need the package.
func (p pdmPackage) needOf(groups []string) need {
	is := slices.ContainsFunc(p.Groups, func(name string) bool { return slices.Contains(groups, name) })
	return need{is: is, marker: p.Marker, extras: p.Extras, on: selection{}.neededOn(p.Marker)}
}
