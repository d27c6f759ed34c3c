package lock

import (
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/setupcfg"
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
	l := &Lock{File: pyprojectFile}
	switch {
	case f.Project == nil && setup.file == "":
		return nil, fmt.Errorf("%s: there is no [project] table, and no %s or %s of a package beside it; declare the app's packages in [project]: dependencies", pyprojectFile, setupScript, setupConfig)
	case f.Project == nil:
		l.File = setup.file
		err = l.declareBuilt(setup.Place, setup)
	case f.isDynamic("dependencies"):
		err = l.declareBuilt(placeOf(pyprojectFile, f.text, "", "dynamic"), setup)
	default:
		l.Production.From = "[project] in " + pyprojectFile
		err = l.Production.declare(tree, f, projectRequirements, f.dependencies())
	}
	if err != nil {
		return nil, err
	}
	return l, l.declareTests(tree, keys, f, setup)
}

// declareBuilt leaves the packages of production to the metadata of the app's wheel.
// Those that setup has as literals are only good for recognizing them.
func (l *Lock) declareBuilt(at source.Place, setup setup) error {
	l.RequiresPython = setup.requiresPython
	l.Production.From = at.File
	l.Production.Locals = []Local{{Place: at, Folder: "."}}
	l.Production.recognize(setup.dependencies)
	return nil
}

// recognize adds the requirements among lines that are complete.
func (s *Set) recognize(lines []logicalLine) {
	for _, line := range lines {
		if r, err := parseRequirement(line); err == nil {
			s.Packages = append(s.Packages, r)
		}
	}
}

// declareTests adds what tests need: the files of the key dev-requirements, or else
// groups and extras with customary names, or else files with customary names.
func (l *Lock) declareTests(tree *source.Tree, keys Keys, f *projectFile, setup setup) error {
	dev := &l.Development
	if keys.DevRequirements == nil {
		lines, from, err := f.ofTests()
		if err != nil {
			return err
		}
		if len(from) > 0 {
			dev.From = strings.Join(from, ", ") + " in " + pyprojectFile
			return dev.declare(tree, f, projectDevRequirements, lines)
		}
		if extra, found := setup.ofTests(); found {
			dev.From = fmt.Sprintf("extra %s in %s", extra.name, extra.File)
			dev.Locals = []Local{{Place: extra.Place, Folder: ".", Extras: []string{extra.name}}}
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

// declare adds the requirements of a project to a set, and makes a requirements file of
// them.
func (s *Set) declare(tree *source.Tree, f *projectFile, file string, lines []logicalLine) error {
	var text strings.Builder
	for _, line := range lines {
		r, local, err := f.parse(tree, s, line)
		switch {
		case err != nil:
			return err
		case local != nil:
			s.Locals = append(s.Locals, *local)
		default:
			s.Packages = append(s.Packages, r)
			text.WriteString(r.text + "\n")
		}
	}
	if text.Len() > 0 {
		s.Files, s.Inputs, s.Made = []string{file}, []string{file}, map[string]string{file: text.String()}
	}
	return nil
}

// parse reads a requirement of a project.
func (f *projectFile) parse(tree *source.Tree, set *Set, line logicalLine) (Requirement, *Local, error) {
	if strings.HasPrefix(line.text, "-") || strings.ContainsAny(line.text, "\r\n") || comment.MatchString(line.text) {
		return Requirement{}, nil, line.Errorf("%q is not a valid requirement; write it like name>=1.2", line.text)
	}
	local, err := parseLocal(tree, line, line.text, false)
	switch {
	case err != nil:
		return Requirement{}, nil, err
	case local != nil && local.Name == "":
		return Requirement{}, nil, line.Errorf("%q has no name; write it like name @ address", line.text)
	case local != nil:
		return Requirement{}, local, nil
	}
	r, err := parseRequirement(line)
	if err != nil {
		return r, nil, err
	}
	if at, ok := f.source(r.Name); ok {
		return f.fromSource(tree, set, line, r, at)
	}
	return r, nil, nil
}

// setupConfigOf reads setup.cfg.
func setupConfigOf(tree *source.Tree) (setupcfg.File, error) {
	text, _, err := tree.Text(setupConfig)
	return setupcfg.Parse(text), err
}

// isForTests reports whether a name is one of the customary names for tests.
func isForTests(name string) bool { return slices.Contains(testExtras, installed.CanonicalName(name)) }
