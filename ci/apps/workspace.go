package apps

import (
	"os"
	"path/filepath"

	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
	"dagger/python-pipeline/workspace"
)

// workspaceOf returns the folder of the uv workspace that installs an app, and the app's folder in it; the app's own folder and
// "" for an app without one. It looks upwards to the root of the repository. What cannot be read is no workspace: the app's plan
// has the error.
func workspaceOf(folder string) (root, member string) {
	if hasOwnPackages(folder) {
		return folder, ""
	}
	for at := folder; !exists(at, ".git") && at != filepath.Dir(at); {
		at = filepath.Dir(at)
		relative, err := filepath.Rel(at, folder)
		if err != nil {
			break
		}
		relative = filepath.ToSlash(relative)
		if w, err := workspace.Read(source.Folder(at)); err == nil && w != nil && w.Includes(relative) {
			return at, relative
		}
	}
	return folder, ""
}

// hasOwnPackages reports whether a folder says by itself what to install: with a lock, or with a key that names a file.
func hasOwnPackages(folder string) bool {
	tree := source.New(source.Folder(folder))
	if len(lock.Found(tree)) > 0 {
		return true
	}
	text, _, err := tree.Text("pyproject.toml")
	if err != nil {
		return true
	}
	table, err := settings.Parse([]byte(text))
	return err != nil || table.Lock != "" || table.Requirements != nil
}

func exists(folder, name string) bool {
	_, err := os.Lstat(filepath.Join(folder, name))
	return err == nil
}
