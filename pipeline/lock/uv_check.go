package lock

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/source"
)

// unchecked is the option of uv's exporter that leaves out the check whether the lock is
// stale.
const unchecked = "--unchecked"

// metadataFiles are the files of further folders from which uv reads what their packages
// need, to check whether the lock is stale.
func (f *uvLockFile) metadataFiles(tree *source.Tree) []string {
	var files []string
	for _, p := range f.Packages {
		if folder := path.Clean(p.folder()); p.folder() != "" && folder != "." && tree.IsFolder(folder) {
			files = append(files, tree.Present(path.Join(folder, pyprojectFile), path.Join(folder, "setup.py"), path.Join(folder, "setup.cfg"))...)
		}
	}
	return files
}

// checkUV leaves out the check of the lock if uv would have to build a package for it,
// which the export stage, without a network, cannot do.
func (l *Lock) checkUV(tree *source.Tree, content *uvLockFile) error {
	var built []string
	for _, p := range content.Packages {
		folder := path.Clean(p.folder())
		if p.folder() == "" || folder != "." && !tree.IsFolder(folder) {
			continue
		}
		project, err := readPyprojectIn(tree, folder)
		if err != nil {
			return err
		}
		if project.Project.Name == nil && folder != "." || slices.ContainsFunc(project.Project.Dynamic, func(name any) bool { return name == "dependencies" || name == "optional-dependencies" }) {
			built = append(built, fmt.Sprintf("%s (%s)", p.Name, folder))
		}
	}
	if len(built) > 0 {
		l.ExportOptions = append(l.ExportOptions, unchecked)
		l.Production.Notes = append(l.Production.Notes, fmt.Sprintf("%s: it is not checked whether the lock is stale, because uv would have to build %s to know the dependencies; write them in pyproject.toml, or run `uv lock --check` where the app is committed", uvLock, strings.Join(built, ", ")))
	}
	return nil
}
