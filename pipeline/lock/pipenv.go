package lock

import (
	"strings"

	"dagger/python-pipeline/source"
)

// Pipenv is a Pipfile.lock. Pipenv exports requirements files from it, in which every
// package has its hashes, and uv installs from those.
const Pipenv Kind = "pipenv"

const (
	pipfile     = "Pipfile"
	pipfileLock = "Pipfile.lock"
)

var pipenv = Format{
	Kind:      Pipenv,
	Name:      pipfileLock,
	Files:     []string{pipfileLock},
	BuildOnly: []string{pipfile, pipfileLock},
	Tool:      pipenvTool,
	Upgrade:   "pipenv upgrade {name}",
	Export:    "pipenv",
	Read:      readPipenv,
}

var pipenvTool = Tool{Name: "Pipenv", Command: "pipenv lock", Input: pipfile}

// pipenvDevelop is Pipenv's name for the packages of development.
const pipenvDevelop = "develop"

// Names of the files that the export stage makes from a lock.
const (
	exportedRequirements    = "requirements.txt"
	exportedDevRequirements = "requirements-dev.txt"
)

func readPipenv(tree *source.Tree, keys Keys) (*Lock, error) {
	if err := checkBeside(tree, keys, pipfileLock, pipenvTool); err != nil {
		return nil, err
	}
	content, err := readPipfileLock(tree)
	if err != nil {
		return nil, err
	}
	l := &Lock{File: pipfileLock, Indexes: content.meta.Sources}
	requires := content.meta.Requires
	switch {
	case requires.PythonFullVersion != "":
		l.Python, l.PythonFrom = requires.PythonFullVersion, "python_full_version in "+pipfileLock
	case requires.PythonVersion != "":
		l.Python, l.PythonFrom = requires.PythonVersion, "python_version in "+pipfileLock
	}
	inputs := inputsOf(tree, pipfile, pipfileLock)
	l.Production = Set{From: "default in " + pipfileLock, Files: []string{exportedRequirements}, Inputs: inputs}
	l.Development = Set{From: "develop in " + pipfileLock, Files: []string{exportedDevRequirements}, Inputs: inputs, Groups: []string{pipenvDevelop}}
	if err := content.production.addTo(tree, &l.Production); err != nil {
		return nil, err
	}
	if err := content.development.addTo(tree, &l.Development); err != nil {
		return nil, err
	}
	l.noteOtherVersions()
	return l, nil
}

// addTo adds the packages of a section to a set, as uv gets them.
func (s lockSection) addTo(tree *source.Tree, set *Set) error {
	for _, p := range s {
		if err := set.add(tree, p.release(), need{is: true, marker: p.Markers, extras: p.Extras}, pipenvTool); err != nil {
			return err
		}
	}
	return nil
}

func (p lockedPackage) release() lockedRelease {
	r := lockedRelease{
		Place: p.Place, name: p.name, version: strings.TrimPrefix(p.Version, "=="), path: p.Path, hashed: len(p.Hashes) > 0,
		git: gitPlace{p.Git, p.Ref, p.Subdirectory}, otherVersionControl: p.Hg + p.Svn + p.Bzr,
	}
	if r.path == "" && !strings.Contains(p.File, "://") {
		r.path = p.File
	} else {
		r.url = p.File
	}
	return r
}
