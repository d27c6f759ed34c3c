// Package content decides which files of an app's source land in which stage.
package content

import (
	"io/fs"
	"path"
	"strings"
)

// Never are files that no stage gets, wherever they lie: version control, virtual
// environments and what tools leave behind.
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
	names := []string{}
	err := Walk(source, func(name string, entry fs.DirEntry) error {
		if ships(entry) {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// Prod lists the files of the prod stage. A file is in when include (all files
// if empty) has it and neither .dockerignore nor exclude (the tests if nil)
// leaves it out. Patterns are those of .dockerignore. What only serves to
// develop, or may hold secrets, include has to name: "shop" does not take
// shop/.env, nor does "shop/*".
func Prod(source fs.FS, include, exclude []string) ([]string, error) {
	s, err := newSelection(source, include, exclude)
	if err != nil {
		return nil, err
	}
	names := []string{}
	err = Walk(source, func(name string, entry fs.DirEntry) error {
		if entry.IsDir() {
			return s.enter(name)
		}
		if !ships(entry) {
			return nil
		}
		ok, err := s.has(name)
		if ok {
			names = append(names, name)
		}
		return err
	})
	return names, err
}

// ships tells whether an entry can be part of an image: a regular file, or a link.
func ships(entry fs.DirEntry) bool {
	return entry.Type().IsRegular() || entry.Type()&fs.ModeSymlink != 0
}

// Walk visits folders and files of the source, in lexical order, without what no
// stage gets. A visit of a folder that gives [fs.SkipDir] leaves it out.
func Walk(source fs.FS, visit func(name string, entry fs.DirEntry) error) error {
	return fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		for _, pattern := range Never {
			out, err := path.Match(strings.TrimPrefix(pattern, "**/"), path.Base(name))
			switch {
			case err != nil:
				return err
			case out && entry.IsDir():
				return fs.SkipDir
			case out:
				return nil
			}
		}
		return visit(name, entry)
	})
}
