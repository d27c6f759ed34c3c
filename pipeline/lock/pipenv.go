package lock

import (
	"fmt"
	"slices"
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

// Pipenv's names for the packages of production and of development; other sections are
// called as their authors like.
const (
	pipenvDefault = "default"
	pipenvDevelop = "develop"
)

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
	sections := slices.DeleteFunc(namesOf(content.sections), func(name string) bool { return name == pipenvDefault })
	if keys.Extras != nil {
		return nil, fmt.Errorf("%s: %s has no extras of the project; remove the key, and name sections in groups", keyPlace("extras"), pipfileLock)
	}
	c, err := keys.choose(offer{file: pipfileLock, groups: sections, customary: []string{pipenvDevelop}})
	if err != nil {
		return nil, err
	}
	inProduction := append([]string{pipenvDefault}, c.groups...)
	l.export(strings.Join(inProduction, ", ")+" in "+pipfileLock, c, inputs, nil)
	if l.Development.From = ""; len(c.tests) > 0 {
		l.Development.From = strings.Join(c.tests, ", ") + " in " + pipfileLock
	}
	for _, name := range inProduction {
		if err := content.sections[name].addTo(tree, &l.Production); err != nil {
			return nil, err
		}
	}
	for _, name := range c.tests {
		if err := content.sections[name].addTo(tree, &l.Development); err != nil {
			return nil, err
		}
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
