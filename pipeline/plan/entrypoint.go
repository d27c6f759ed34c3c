package plan

import (
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/settings"
)

// sourceFolder is the folder with the packages of a "src layout".
const sourceFolder = "src"

func (r *reader) hasModule(module string) bool {
	file := strings.ReplaceAll(module, ".", "/")
	for _, folder := range []string{".", sourceFolder} {
		if r.tree.Exists(path.Join(folder, file+".py")) || r.tree.Exists(path.Join(folder, file, "__init__.py")) {
			return true
		}
	}
	return false
}

// onlyPackage runs the package with the project's name, or else the only package of
// the source, if it has a __main__.py.
func (r *reader) onlyPackage() (start, error) {
	var found []string // paths of packages
	for _, folder := range []string{".", sourceFolder} {
		packages, err := r.packages(folder)
		if err != nil {
			return start{}, err
		}
		found = append(found, packages...)
	}
	if own := slices.IndexFunc(found, r.hasProjectName); own >= 0 {
		found = found[own : own+1]
	}
	if len(found) != 1 {
		return start{}, nil
	}
	file := path.Join(found[0], "__main__.py")
	if !r.tree.Exists(file) {
		return start{}, nil
	}
	return start{command: settings.Exec("python", "-m", path.Base(found[0])), from: file}, nil
}

// hasProjectName reports whether a package has the name of the project in
// pyproject.toml.
func (r *reader) hasProjectName(folder string) bool {
	name := r.project.Project.Name
	return name != "" && installed.CanonicalName(path.Base(folder)) == installed.CanonicalName(name)
}

// notTheApp are names of packages beside the app's own.
var notTheApp = []string{"test", "tests", "testing", "doc", "docs", "example", "examples", "script", "scripts", "tool", "tools", "bench", "benchmarks", "migrations"}

// packages lists the app's packages directly in a folder.
func (r *reader) packages(folder string) ([]string, error) {
	folders, err := r.tree.Folders(folder)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range folders {
		if slices.Contains(notTheApp, path.Base(name)) || name == sourceFolder && !r.tree.Exists(path.Join(name, "__init__.py")) {
			continue
		}
		if r.tree.Exists(path.Join(name, "__init__.py")) || r.tree.Exists(path.Join(name, "__main__.py")) {
			found = append(found, name)
		}
	}
	return found, nil
}

// decidePythonPath makes the packages of a src layout importable, if the app is not
// installed.
func (r *reader) decidePythonPath() error {
	if r.plan.InstallProject {
		return nil
	}
	packages, err := r.packages(sourceFolder)
	if err != nil {
		return err
	}
	if len(packages) > 0 && !r.tree.Exists(path.Join(sourceFolder, "__init__.py")) {
		r.plan.PythonPath = []string{sourceFolder}
		r.decide("python path", sourceFolder, packages[0])
	}
	return nil
}

// importable makes the module of a web app in src importable, also where it is not in
// a package. Installing the app makes its packages importable, and not always the
// modules beside them.
func (r *reader) importable(file string) {
	if r.plan.InstallProject && path.Dir(file) != sourceFolder {
		return
	}
	if strings.HasPrefix(file, sourceFolder+"/") && len(r.plan.PythonPath) == 0 && !r.tree.Exists(path.Join(sourceFolder, "__init__.py")) {
		r.plan.PythonPath = []string{sourceFolder}
		r.decide("python path", sourceFolder, file)
	}
}
