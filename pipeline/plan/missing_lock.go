package plan

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/lock"
)

// withoutLock chooses the project itself for a source without a lock, where it declares
// its packages and no tool that locks them manages it.
func (r *reader) withoutLock() error {
	if err := lock.CheckWorkspace(r.tree); err != nil {
		return err
	}
	declares, err := lock.Declares(r.tree)
	if err != nil {
		return err
	}
	if !declares || r.manager() != nil || r.tree.Exists("Pipfile") {
		return r.missingLock()
	}
	// A [project] without dependencies may be there for the name of the folder's tools.
	if table := r.project.Project; table.Dependencies == nil && !r.project.isDynamic("dependencies") && !r.describesSetup() {
		folders, err := r.projectFolders()
		if err != nil || len(folders) > 0 {
			return cmp.Or(err, r.missingLock())
		}
	}
	r.format = lock.Of(lock.Project)
	return nil
}

// missingLock is the error of a source without a lock.
func (r *reader) missingLock() error {
	advice := "add an empty requirements.txt if the app needs no packages"
	declared := slices.IndexFunc(lock.Formats, func(f *lock.Format) bool { return f.Tool.Input != "" && r.tree.Exists(f.Tool.Input) })
	managed := r.manager()
	switch {
	case declared >= 0:
		tool := lock.Formats[declared].Tool
		advice = fmt.Sprintf("the %s has no lock; make it: %s", tool.Input, tool.Command)
	case managed != nil:
		advice = fmt.Sprintf("pyproject.toml is a project of %s without %s; make it: %s", managed.Tool.Name, managed.Name, managed.Tool.Command)
		if len(r.project.Project.Dependencies) > 0 {
			advice += `; or write lock = "pyproject.toml" in [tool.python-pipeline] to resolve its dependencies anew on each build`
		}
	}
	folders, err := r.projectFolders()
	if err != nil {
		return err
	}
	if len(folders) > 0 && managed == nil {
		advice = fmt.Sprintf("a Python project is in %s: choose that folder as the source", strings.Join(folders, ", "))
	}
	return fmt.Errorf("nothing to install from: looked for %s; %s", strings.Join(lock.Files(), ", "), advice)
}

// manager returns the format of the tool whose table or build backend pyproject.toml
// has; nil for none. uv, the first of the formats, comes last: projects of other tools
// have a table for it too.
func (r *reader) manager() *lock.Format {
	for _, f := range slices.Backward(lock.Formats) {
		if f.Tool.Table == "" {
			continue
		}
		if _, ok := r.project.Tool[f.Tool.Table]; ok || strings.HasPrefix(r.project.backend(), f.Tool.Backend) {
			return f
		}
	}
	return nil
}

const (
	// projectDepth is how many folders deep a project is searched for: enough for
	// services/shop/backend.
	projectDepth = 3
	// maxFolders is how many projects an error names.
	maxFolders = 8
)

// projectFolders lists the folders below the root that hold a Python project, quoted
// and sorted, without projects inside others.
func (r *reader) projectFolders() ([]string, error) {
	files := append([]string{"pyproject.toml", "setup.py", "setup.cfg"}, lock.Files()...)
	for _, f := range lock.Formats {
		files = append(files, f.Tool.Input)
	}
	var folders []string
	err := r.tree.Search(projectDepth, func(file string) error {
		folder := path.Dir(file)
		if folder != "." && slices.Contains(files, path.Base(file)) && !slices.Contains(folders, folder) {
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

// within reports whether one of folders is above folder.
func within(folder string, folders []string) bool {
	for parent := path.Dir(folder); parent != "."; parent = path.Dir(parent) {
		if slices.Contains(folders, parent) {
			return true
		}
	}
	return false
}
