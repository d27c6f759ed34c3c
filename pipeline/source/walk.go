package source

import (
	"io/fs"
	"path"
	"slices"
	"strings"
)

// built are further folders without code of the app's own. Built files may ship.
var built = []string{"build", "dist", "site-packages"}

// Walk visits folders and files in lexical order, without those of Never. A visit
// of a folder that returns [fs.SkipDir] skips it.
func (t *Tree) Walk(visit func(name string, entry fs.DirEntry) error) error {
	return fs.WalkDir(t.files, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return subject(name, err)
		case name == ".":
			return nil
		case !isNever(name):
			return visit(name, entry)
		case entry.IsDir():
			return fs.SkipDir
		}
		return nil
	})
}

// Search visits the files that may be the app's code, down to a depth of folders (0:
// those of the root only). It skips hidden and built folders and virtual
// environments.
func (t *Tree) Search(depth int, visit func(file string) error) error {
	return t.Walk(func(name string, entry fs.DirEntry) error {
		if !entry.IsDir() {
			return visit(name)
		}
		base := path.Base(name)
		if strings.HasPrefix(base, ".") || slices.Contains(built, base) || strings.Count(name, "/") >= depth {
			return fs.SkipDir
		}
		if environment, _ := t.stat(path.Join(name, "pyvenv.cfg")); environment {
			return fs.SkipDir
		}
		return nil
	})
}
