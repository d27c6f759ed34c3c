// Package content decides which files of an app's source land in which stage.
package content

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// Never are files that no stage gets: version control, virtual environments
// and what tools leave behind.
var Never = []string{
	"**/.git", "**/.hg", "**/.svn", "**/__pycache__", "**/*.pyc", "**/.venv", "**/venv", "**/.tox", "**/.nox",
	"**/.pytest_cache", "**/.mypy_cache", "**/.ruff_cache", "**/.hypothesis", "**/.coverage", "**/node_modules", "**/.DS_Store",
}

// tests are what the key exclude stands for when it is not set.
var tests = []string{"**/tests", "**/test_*.py", "**/*_test.py", "**/conftest.py"}

// notForProd serve to develop and to build an app, or hold its secrets; it
// does not run with them. A pattern of the key include lets one pass that it
// names; one for the folder above does not.
var notForProd = []string{
	".*", "**/.env", "**/.env.*", "**/Dockerfile*", "**/Containerfile*", "docker-compose*", "compose.y*ml", "Makefile", "tox.ini", "noxfile.py",
	"pyproject.toml", "setup.cfg", "requirements*.txt", "requirements*.in", "*-requirements.txt", "requirements", "constraints*.txt",
	"Pipfile", "Pipfile.lock", "poetry.lock", "uv.lock", "pdm.lock", "pylock*.toml", "runtime.txt", "Procfile",
}

// Dev lists the files of the dev stage: the whole source with its tests, even
// if .dockerignore leaves them out, since otherwise fewer tests would run and
// nobody would notice.
func Dev(source fs.FS) ([]string, error) {
	return list(source, func(string) (bool, error) { return true, nil })
}

// Prod lists the files of the prod stage. A file is in when include (all files
// if empty) has it and neither .dockerignore nor exclude (the tests if nil)
// leaves it out. Patterns are those of .dockerignore. What only serves to
// develop, or may hold secrets, include has to name: "shop" does not take
// shop/.env, nor does "shop/*".
func Prod(source fs.FS, include, exclude []string) ([]string, error) {
	ignored, err := dockerignore(source)
	if err != nil {
		return nil, err
	}
	if exclude == nil {
		exclude = tests
	}
	leftOut, err := matcher(slices.Concat(ignored, exclude))
	if err != nil {
		return nil, err
	}
	wanted, err := matcher(include)
	if err != nil {
		return nil, err
	}
	unusual, err := newNames(notForProd)
	if err != nil {
		return nil, err
	}
	asked, err := newNames(naming(include))
	if err != nil {
		return nil, err
	}
	return list(source, func(name string) (bool, error) {
		if out, err := leftOut.MatchesOrParentMatches(name); err != nil || out {
			return false, err
		}
		if len(include) > 0 {
			if in, err := wanted.MatchesOrParentMatches(name); err != nil || !in {
				return false, err
			}
		}
		mayNot, err := unusual.depth(name)
		if err != nil || mayNot == 0 {
			return err == nil, err
		}
		may, err := asked.depth(name)
		return may >= mayNot, err
	})
}

func dockerignore(source fs.FS) ([]string, error) {
	const name = ".dockerignore"
	file, err := source.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: it says what must not ship, and cannot be read: %w", name, err)
	}
	defer file.Close()
	patterns, err := ignorefile.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if _, err := patternmatcher.New(patterns); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return patterns, nil
}

func matcher(patterns []string) (*patternmatcher.PatternMatcher, error) {
	m, err := patternmatcher.New(patterns)
	if err != nil {
		return nil, fmt.Errorf("pyproject.toml: [tool.python-pipeline]: include or exclude: %w", err)
	}
	return m, nil
}

// list walks the source without what no stage gets and keeps what in accepts,
// in lexical order.
func list(source fs.FS, in func(name string) (bool, error)) ([]string, error) {
	never, err := matcher(Never)
	if err != nil {
		return nil, err
	}
	names := []string{}
	err = fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		out, err := never.MatchesOrParentMatches(name)
		switch {
		case err != nil:
			return err
		case out && entry.IsDir():
			return fs.SkipDir
		case out || entry.IsDir():
			return nil
		}
		ok, err := in(name)
		if ok {
			names = append(names, name)
		}
		return err
	})
	return names, err
}
