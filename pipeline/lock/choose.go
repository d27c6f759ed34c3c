package lock

import (
	"fmt"
	"path"
	"strings"

	"dagger/python-pipeline/source"
)

// Choose finds the format to install from: the one that the keys name, or else the
// first one that the source has a file of. It returns nil for a source without any.
func Choose(tree *source.Tree, keys Keys) (*Format, error) {
	switch {
	case keys.Lock != "":
		return chooseFile(tree, path.Clean(keys.Lock))
	case keys.Requirements != nil:
		return &requirements, nil
	}
	if found := Found(tree); len(found) > 0 {
		return found[0], nil
	}
	return nil, nil
}

// chooseFile takes the format of the file in the key lock.
func chooseFile(tree *source.Tree, file string) (*Format, error) {
	const where = "pyproject.toml: [tool.python-pipeline]: lock"
	if !tree.Exists(file) {
		return nil, fmt.Errorf("%s: %s: no such file", where, file)
	}
	f := ByName(file)
	switch {
	case file == setupScript || file == setupConfig:
		return &declared, nil
	case f == nil && path.Ext(file) != ".txt":
		return nil, fmt.Errorf("%s: %s is not a known lock file; name a requirements file (.txt) or one of %s, in the app's folder", where, file, strings.Join(lockFiles(), ", "))
	case f == nil:
		return &requirements, nil
	}
	return f, nil
}

// Found lists the formats of which the source has a file, in the order of Formats.
func Found(tree *source.Tree) []*Format {
	var found []*Format
	for _, f := range Formats {
		if len(tree.Present(f.Files...)) > 0 {
			found = append(found, f)
		}
	}
	return found
}

// lockFiles names the formats that consist of one file.
func lockFiles() []string {
	var names []string
	for _, f := range Formats {
		if f != &requirements {
			names = append(names, f.Name)
		}
	}
	return names
}
