package lock

import (
	"slices"

	"dagger/python-pipeline/source"
)

// Pylock is a pylock.toml, the format of PEP 751 that several tools write. A program
// of the export stage selects from it what the app's Python needs.
const Pylock Kind = "pylock"

const pylockName = "pylock.toml"

// pylockTests are customary names of locks for tests, beside the one for production.
var pylockTests = []string{"pylock.dev.toml", "pylock.test.toml", "pylock.tests.toml"}

var pylock = Format{
	Kind:      Pylock,
	Name:      pylockName,
	Files:     []string{pylockName},
	BuildOnly: []string{"pylock*.toml"},
	Export:    "pylock",
	Read:      readPylock,
}

func readPylock(tree *source.Tree, keys Keys) (*Lock, error) {
	if err := checkDevKey(keys, pylockName); err != nil {
		return nil, err
	}
	content, err := readPylockFile(tree, pylockName)
	if err != nil {
		return nil, err
	}
	ofTests := tree.Present(pylockTests...)
	inputs := inputsOf(tree, append([]string{pylockName}, ofTests...)...)
	l := &Lock{File: pylockName, RequiresPython: content.RequiresPython}
	l.noteCompiler([]string{pylockName}, content.text)
	c, err := keys.choose(offer{file: pylockName, groups: content.Groups, extras: content.Extras, customary: content.groupsOf(testGroups)})
	if err != nil {
		return nil, err
	}
	from := pylockName
	if len(c.groups) > 0 {
		from += ", " + plural("group", c.groups)
	}
	l.export(from, c, inputs, content.defaults())
	if err := content.divide(tree, l, c); err != nil {
		return nil, err
	}
	for _, name := range ofTests {
		more, err := readPylockFile(tree, name)
		if err != nil {
			return nil, err
		}
		l.Development.addOrigin(name)
		if err := more.addTests(tree, l, c); err != nil {
			return nil, err
		}
		l.noteCompiler([]string{name}, more.text)
	}
	l.Indexes = eachOnce(l.Indexes)
	return l, nil
}

// addOrigin adds a file to what names the packages.
func (s *Set) addOrigin(name string) {
	if s.From != "" {
		s.From += ", "
	}
	s.From += name
}

// divide adds the packages of production, and those that only groups for tests need.
func (f *pylockFile) divide(tree *source.Tree, l *Lock, c choice) error {
	inProduction := selection{groups: slices.Concat(f.defaults(), c.groups), extras: c.extras}
	withTests := selection{groups: slices.Concat(inProduction.groups, c.tests), extras: c.extras}
	for _, p := range f.Packages {
		l.Indexes = append(l.Indexes, Index{URL: p.Index})
		production, err := p.isIn(inProduction)
		if err != nil {
			return err
		}
		development, err := p.isIn(withTests)
		if err != nil {
			return err
		}
		if err := l.add(tree, p.release(), need{is: production, marker: p.Marker, on: inProduction.neededOn(p.Marker)}, need{is: development, marker: p.Marker, on: withTests.neededOn(p.Marker)}, Tool{}); err != nil {
			return err
		}
	}
	return nil
}

// addTests adds the packages of a lock for tests that production does not have.
func (f *pylockFile) addTests(tree *source.Tree, l *Lock, c choice) error {
	chosen := selection{groups: slices.Concat(f.defaults(), f.groupsOf(c.groups), f.groupsOf(c.tests)), extras: c.extras}
	production := map[string]bool{}
	for _, p := range l.Production.Packages {
		production[p.Name] = true
	}
	for _, p := range f.Packages {
		l.Indexes = append(l.Indexes, Index{URL: p.Index})
		is, err := p.isIn(chosen)
		if err != nil {
			return err
		}
		if !is || production[p.name()] {
			continue
		}
		if err := l.Development.add(tree, p.release(), need{is: true, marker: p.Marker, on: chosen.neededOn(p.Marker)}, Tool{}); err != nil {
			return err
		}
	}
	return nil
}
