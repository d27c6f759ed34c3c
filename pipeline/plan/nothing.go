package plan

import (
	"fmt"
	"slices"
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
	manager, isManaged := r.manager()
	switch {
	case r.exists("Pipfile"):
		advice = "the Pipfile has no lock; make it: pipenv lock"
	case isManaged:
		advice = fmt.Sprintf("pyproject.toml is a project of %s without %s; make it: %s; and export it: %s", manager.name, manager.lock, manager.makeLock, exportOf(manager.lock))
	case len(r.project.Project.Dependencies) > 0:
		advice = "the dependencies in pyproject.toml are not pinned: uv pip compile --generate-hashes pyproject.toml --output-file requirements.txt"
	}
	folders, err := r.projectFolders()
	if err != nil {
		return err
	}
	if len(folders) > 0 && !isManaged {
		advice = fmt.Sprintf("a Python project is in %s: choose that folder as the source", strings.Join(folders, ", "))
	}
	return fmt.Errorf("nothing to install from: looked for %s; %s", strings.Join(append(lockFiles(), productionFiles...), ", "), advice)
}

// manager is a tool that locks what pyproject.toml declares.
type manager struct {
	name, lock, makeLock string
	table                string // below [tool]
	backend              string // how its build backends begin
}

var managers = []manager{
	{"Poetry", "poetry.lock", "poetry lock", "poetry", "poetry."},
	{"PDM", "pdm.lock", "pdm lock", "pdm", "pdm."},
	{"uv", "uv.lock", "uv lock", "uv", "uv_build"},
}

// manager is the one that pyproject.toml has a table or the build backend of.
func (r *reader) manager() (manager, bool) {
	backend, _ := r.project.BuildSystem.Backend.(string)
	i := slices.IndexFunc(managers, func(m manager) bool {
		_, ok := r.project.Tool[m.table]
		return ok || strings.HasPrefix(backend, m.backend)
	})
	if i < 0 {
		return manager{}, false
	}
	return managers[i], true
}

// exportOf is the command that makes a requirements.txt of a lock.
func exportOf(name string) string {
	i := slices.IndexFunc(locks, func(l lock) bool { return l.name == name })
	return locks[i].export
}
