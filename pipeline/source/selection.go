package source

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Selection has the patterns, as in .dockerignore, that select the files of the prod
// stage. A file ships when Include (all files if empty) matches it and neither
// .dockerignore nor Exclude (the tests if nil) does. Files for development and
// possible secrets ship only if Include names them: "shop" does not take shop/.env,
// nor does "shop/*".
type Selection struct {
	// Include and Exclude are the keys of these names.
	Include, Exclude []string
	// Locks are patterns of lock files, which only the build needs.
	Locks []string
	// Keep are files that ship although their names are those of tests or of files for
	// development: the app needs them. .dockerignore and the keys still hold.
	Keep []string
}

// Dev lists the files of the dev stage: the whole source with its tests, even
// if .dockerignore excludes them, since otherwise fewer tests would run
// unnoticed.
func (t *Tree) Dev() ([]string, error) {
	names := []string{}
	err := t.Walk(func(name string, entry fs.DirEntry) error {
		if canShip(entry) {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// Prod lists the files of the prod stage.
func (t *Tree) Prod(selection Selection) ([]string, error) {
	s, err := t.selector(selection)
	if err != nil {
		return nil, err
	}
	names := []string{}
	err = t.Walk(func(name string, entry fs.DirEntry) error {
		if entry.IsDir() {
			return s.checkFolder(name)
		}
		if !canShip(entry) {
			return nil
		}
		ok, err := s.selects(name)
		if ok {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// canShip reports whether an entry can be part of an image: a regular file, or a link.
func canShip(entry fs.DirEntry) bool {
	return entry.Type().IsRegular() || entry.Type()&fs.ModeSymlink != 0
}

// Check returns the error of patterns, or of a .dockerignore, that Prod cannot use.
func (t *Tree) Check(selection Selection) error {
	_, err := t.selector(selection)
	return err
}

// selector decides which files a Selection takes.
type selector struct {
	excluded *rules
	tests    *rules // nil where the key exclude has taken their place
	included *rules // nil for all
	unusual  *rules // files that need a pattern of include that names them
	naming   *rules // the patterns of include that name files
	// keep are the files of Keep and the folders above them.
	keep map[string]bool
}

func (t *Tree) selector(selection Selection) (*selector, error) {
	ignored, err := t.dockerignore()
	if err != nil {
		return nil, err
	}
	s := &selector{keep: map[string]bool{}}
	for _, name := range selection.Keep {
		for ; name != "." && !s.keep[name]; name = path.Dir(name) {
			s.keep[name] = true
		}
	}
	for _, list := range []struct {
		rules    **rules
		patterns []string
	}{
		{&s.excluded, slices.Concat(ignored, selection.Exclude)},
		{&s.tests, tests},
		{&s.included, selection.Include},
		{&s.unusual, slices.Concat(notForProd, selection.Locks)},
		{&s.naming, namingPatterns(selection.Include)},
	} {
		if *list.rules, err = newRules(list.patterns); err != nil {
			return nil, fmt.Errorf("pyproject.toml: [tool.python-pipeline]: include or exclude: %w", err)
		}
	}
	if len(selection.Include) == 0 {
		s.included = nil
	}
	if selection.Exclude != nil {
		s.tests = nil
	}
	return s, nil
}

// checkFolder returns [fs.SkipDir] for a folder without any selected file.
func (s *selector) checkFolder(folder string) error {
	if !s.excluded.hasExceptions() {
		if out, err := s.excluded.match(folder); err != nil || out {
			return cmp.Or(err, fs.SkipDir)
		}
	}
	if s.tests != nil && !s.keep[folder] {
		if out, err := s.tests.match(folder); err != nil || out {
			return cmp.Or(err, fs.SkipDir)
		}
	}
	return nil
}

// selects reports whether a file ships.
func (s *selector) selects(name string) (bool, error) {
	if out, err := s.excluded.match(name); err != nil || out {
		return false, err
	}
	if s.included != nil {
		if in, err := s.included.match(name); err != nil || !in {
			return false, err
		}
	}
	if s.keep[name] {
		return true, nil
	}
	if s.tests != nil {
		if out, err := s.tests.match(name); err != nil || out {
			return false, err
		}
	}
	unusual, err := s.unusual.depth(name)
	unusual = max(unusual, hiddenDepth(name))
	if err != nil || unusual == 0 {
		return err == nil, err
	}
	named, err := s.naming.depth(name)
	return named >= unusual, err
}

// namingPatterns removes exceptions, and patterns whose last element matches any
// name.
func namingPatterns(patterns []string) []string {
	return slices.DeleteFunc(slices.Clone(patterns), func(pattern string) bool {
		return strings.HasPrefix(pattern, "!") || strings.Trim(path.Base(pattern), "*?.") == ""
	})
}
