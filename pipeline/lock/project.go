package lock

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// Project is a project that declares its packages in pyproject.toml, setup.cfg or
// setup.py and has no lock, so that they are resolved anew on each build.
const Project Kind = "pyproject"

const (
	setupConfig = "setup.cfg"
	setupScript = "setup.py"
)

// declared has no Files: a project has its pyproject.toml beside each lock, so Choose
// does not look for it.
var declared = Format{
	Kind: Project,
	Name: pyprojectFile,
	Read: readProject,
}

// Names of the requirements files that are made of a project.
const (
	projectRequirements    = "project-requirements.txt"
	projectDevRequirements = "project-dev-requirements.txt"
)

// testExtras are customary names of groups and extras that tests need, in a project
// that no tool locks.
var testExtras = append(slices.Clip(testGroups), "testing")

// Declares reports whether a project declares its packages, or that it needs none.
func Declares(tree *source.Tree) (bool, error) {
	f, err := readProjectFile(tree)
	if err != nil || f.Project != nil {
		return err == nil, err
	}
	setup, err := readSetup(tree)
	return setup.file != "", err
}

func readProject(tree *source.Tree, keys Keys) (*Lock, error) {
	if err := CheckWorkspace(tree); err != nil {
		return nil, err
	}
	f, err := readProjectFile(tree)
	if err != nil {
		return nil, err
	}
	setup, err := readSetup(tree)
	if err != nil {
		return nil, err
	}
	if f.Project == nil && setup.file == "" {
		return nil, fmt.Errorf("%s: there is no [project] table, and no %s or %s of a package beside it; declare the app's packages in [project]: dependencies", pyprojectFile, setupScript, setupConfig)
	}
	l := &Lock{File: pyprojectFile}
	switch {
	case f.Project == nil:
		l.File = setup.file
		err = l.declareBuilt(tree, keys, f, setup.Place, setup)
	case f.isDynamic("dependencies"):
		err = l.declareBuilt(tree, keys, f, placeOf(pyprojectFile, f.text, "", "dynamic"), setup)
	default:
		err = l.declareStatic(tree, keys, f)
	}
	if err != nil {
		return nil, err
	}
	return l, l.declareTests(tree, keys, f, setup)
}

// declareStatic adds the dependencies of [project], and the groups and extras of the keys.
func (l *Lock) declareStatic(tree *source.Tree, keys Keys, f *projectFile) error {
	from := f.offer()
	groups, err := from.pick("groups", "group", keys.Groups, from.groups)
	if err != nil {
		return err
	}
	if l.Production.Extras, err = from.pick("extras", "extra", keys.Extras, from.extras); err != nil {
		return err
	}
	e := expansion{projectFile: f, seen: map[string]bool{}, lines: f.dependencies()}
	for _, name := range groups {
		if err := e.group(name, nil); err != nil {
			return err
		}
	}
	for _, name := range l.Production.Extras {
		e.extra(name)
	}
	l.Production.From = "[project] in " + pyprojectFile
	return l.Production.declare(tree, f, projectRequirements, e.lines)
}

// declareBuilt leaves the packages of production, with the extras of the keys, to the
// metadata of the app's wheel. Those that setup has as literals are only good for
// recognizing them.
func (l *Lock) declareBuilt(tree *source.Tree, keys Keys, f *projectFile, at source.Place, setup setup) error {
	from := f.offer()
	groups, err := from.pick("groups", "group", keys.Groups, from.groups)
	if err != nil {
		return err
	}
	e := expansion{projectFile: f, seen: map[string]bool{}}
	for _, name := range groups {
		if err := e.group(name, nil); err != nil {
			return err
		}
	}
	l.RequiresPython = setup.requiresPython
	l.Production.From = at.File
	l.Production.Locals = []Local{{Place: at, Folder: ".", Extras: canonicalNames(keys.Extras)}}
	if err := l.Production.declare(tree, f, projectRequirements, e.lines); err != nil {
		return err
	}
	l.Production.recognize(setup.dependencies)
	return nil
}

func canonicalNames(names []string) []string {
	var canonical []string
	for _, name := range names {
		canonical = append(canonical, installed.CanonicalName(name))
	}
	return canonical
}

// recognize adds the requirements among lines that are complete.
func (s *Set) recognize(lines []logicalLine) {
	for _, line := range lines {
		if r, err := parseRequirement(line); err == nil {
			s.Packages = append(s.Packages, r)
		}
	}
}

// declareTests adds what tests need: the files of the key dev-requirements, or else the
// groups and extras of the key dev-groups or with customary names, or else files with
// customary names.
func (l *Lock) declareTests(tree *source.Tree, keys Keys, f *projectFile, setup setup) error {
	dev := &l.Development
	dev.Extras = l.Production.Extras
	if keys.DevRequirements != nil && keys.DevGroups != nil {
		return fmt.Errorf("%s: dev-requirements says what tests need too; remove one", keyPlace("dev-groups"))
	}
	if keys.DevRequirements == nil {
		lines, from, err := f.ofTests(keys.DevGroups)
		if err != nil {
			return err
		}
		if len(from) > 0 {
			dev.From = strings.Join(from, ", ") + " in " + pyprojectFile
			return dev.declare(tree, f, projectDevRequirements, lines)
		}
		if keys.DevGroups != nil {
			return nil
		}
		if extra, found := setup.ofTests(); found {
			dev.From = fmt.Sprintf("extra %s in %s", extra.name, extra.File)
			dev.Locals = []Local{{Place: extra.Place, Folder: ".", Extras: []string{installed.CanonicalName(extra.name)}}}
			dev.recognize(extra.lines)
			return nil
		}
	}
	if err := l.choose(dev, tree, "dev-requirements", keys.DevRequirements, developmentFiles); err != nil {
		return err
	}
	var err error
	if dev.Hashed, err = dev.checkHashes(); err != nil && dev.requireHashes == nil {
		err = nil
	}
	return err
}
