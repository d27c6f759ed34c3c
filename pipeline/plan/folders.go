package plan

import (
	"fmt"
	"path"
	"slices"
)

// projectFiles are what a Python project has in its top folder.
var projectFiles = []string{
	"pyproject.toml", "requirements.txt", "Pipfile", "setup.py", "setup.cfg",
	"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pylock.toml",
}

// projectDepth is how many folders down a project is looked for: enough for
// services/shop/backend.
const projectDepth = 3

// maxFolders is how many of them an error names.
const maxFolders = 8

// projectFolders are the folders below the root that hold a Python project,
// quoted and sorted. A project within another one is left out.
func (r *reader) projectFolders() ([]string, error) {
	var folders []string
	err := r.walk(projectDepth, func(file string) error {
		folder := path.Dir(file)
		if folder != "." && slices.Contains(projectFiles, path.Base(file)) && !slices.Contains(folders, folder) {
			folders = append(folders, folder)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var quoted []string
	for _, folder := range folders {
		if !within(folder, folders) {
			quoted = append(quoted, fmt.Sprintf("%q", folder))
		}
	}
	slices.Sort(quoted)
	if more := len(quoted) - maxFolders; more > 0 {
		quoted = append(quoted[:maxFolders], fmt.Sprintf("and %d more", more))
	}
	return quoted, nil
}

// within tells whether one of folders is above folder.
func within(folder string, folders []string) bool {
	for parent := path.Dir(folder); parent != "."; parent = path.Dir(parent) {
		if slices.Contains(folders, parent) {
			return true
		}
	}
	return false
}
