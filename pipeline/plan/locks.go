package plan

import (
	"fmt"
	"strings"
)

// lockKind is one way to pin what is to be installed.
type lockKind struct {
	// name is the file, or what it is called.
	name string
	// find tells whether the source has it.
	find func(*reader) (bool, error)
	// read takes it into the plan; nil for a format that cannot be read yet.
	read func(*reader) error
	// export makes a requirements.txt of it, as a command; for those without
	// read.
	export string
}

// lockKinds are in the order in which they are looked for: the first that is
// there and can be read is taken.
var lockKinds = []lockKind{
	unread("uv.lock", "uv export --locked --no-default-groups --no-emit-project --output-file requirements.txt"),
	unread("poetry.lock", "poetry export --only main --output requirements.txt"),
	unread("pdm.lock", "pdm export --prod --output requirements.txt"),
	unread("Pipfile.lock", "pipenv requirements --hash > requirements.txt"),
	unread("pylock.toml", "uv pip sync pylock.toml && uv pip freeze > requirements.txt, in a new virtual environment"),
	{name: "requirements files", find: (*reader).hasRequirements, read: (*reader).installRequirements},
}

func unread(file, export string) lockKind {
	return lockKind{
		name:   file,
		find:   func(r *reader) (bool, error) { return r.exists(file), nil },
		export: export,
	}
}

// warnOfUnread names the locks that come first by rights.
func (r *reader) warnOfUnread(kinds []lockKind) {
	for _, kind := range kinds {
		if found, err := kind.find(r); err == nil && found {
			r.warn("%s is not supported yet, so the requirements files were taken; make sure that they agree: %s", kind.name, kind.export)
		}
	}
}

// nothingToInstall is the error of a source without anything that can be read.
func (r *reader) nothingToInstall() error {
	for _, kind := range lockKinds {
		found, err := kind.find(r)
		if err != nil {
			return err
		}
		if found {
			return fmt.Errorf("%s: this lock format is not supported yet; export it: %s", kind.name, kind.export)
		}
	}
	advice := "an app that needs nothing has an empty requirements.txt"
	switch {
	case r.exists("Pipfile"):
		advice = "the Pipfile has no lock: pipenv lock && pipenv requirements --hash > requirements.txt"
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
	return fmt.Errorf("nothing to install from: looked for %s; %s", strings.Join(lookedFor(), ", "), advice)
}

func lookedFor() []string {
	var names []string
	for _, kind := range lockKinds {
		if kind.read == nil {
			names = append(names, kind.name)
		}
	}
	return append(names, productionFiles...)
}
