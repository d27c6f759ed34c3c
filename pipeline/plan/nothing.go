package plan

import (
	"fmt"
	"strings"
)

// nothingToInstall is the error of a source without anything that can be read.
func (r *reader) nothingToInstall() error {
	for _, lock := range locks {
		if lock.find(r) {
			return lock.unsupported()
		}
	}
	advice := "an app that needs nothing has an empty requirements.txt"
	switch {
	case r.exists("Pipfile"):
		advice = "the Pipfile has no lock; make it: pipenv lock"
	case len(r.project.Project.Dependencies) > 0:
		advice = "the dependencies in pyproject.toml are not pinned: uv pip compile --generate-hashes pyproject.toml --output-file requirements.txt"
	}
	folders, err := r.projectFolders()
	if err != nil {
		return err
	}
	if len(folders) > 0 {
		advice = fmt.Sprintf("a Python project is in %s: choose that folder as the source", strings.Join(folders, ", "))
	}
	return fmt.Errorf("nothing to install from: looked for %s; %s", strings.Join(append(lockFiles(), productionFiles...), ", "), advice)
}
