package lock

import (
	"errors"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
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
	l.Development = Set{From: "develop in " + pipfileLock, Files: []string{exportedDevRequirements}, Inputs: inputs}
	if err := content.production.addTo(&l.Production); err != nil {
		return nil, err
	}
	return l, content.development.addTo(&l.Development)
}

// addTo adds the packages of a section to a set, as uv gets them.
func (s lockSection) addTo(set *Set) error {
	for _, p := range s {
		if err := p.check(); err != nil {
			return p.Errorf("%s %w", p.name, err)
		}
		set.Packages = append(set.Packages, Requirement{Place: p.Place, Name: installed.CanonicalName(p.name), text: p.name + p.Version, Address: p.File, Hashed: true})
	}
	set.Hashed = len(set.Packages) > 0
	return nil
}

// check rejects a package that cannot be installed with hashes.
func (p lockedPackage) check() error {
	switch {
	case p.Path != "" || strings.HasPrefix(p.File, "file:") || strings.HasPrefix(p.File, "."):
		return errors.New("is a path: installing sees the lock only, not the source; remove it from the Pipfile, since the app's own folder is importable anyway, and run pipenv lock")
	case slices.ContainsFunc([]string{p.Git, p.Hg, p.Svn, p.Bzr}, func(address string) bool { return address != "" }):
		return errors.New("comes from version control and cannot have a hash; name a release in the Pipfile and run pipenv lock")
	case p.Editable:
		return errors.New("is an editable install, which needs a working tree and has no hash; remove it from the Pipfile and run pipenv lock")
	case len(p.Hashes) == 0:
		return errors.New("has no hash, so it could be exchanged unnoticed; name a release of an index in the Pipfile and run pipenv lock")
	}
	return nil
}
