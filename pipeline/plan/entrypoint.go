package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

// sourceFolder is the folder with the packages of a "src layout".
const sourceFolder = "src"

// entryPoint is module:object, with extras, which are obsolete.
var entryPoint = regexp.MustCompile(`^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*:\s*([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\s*(?:\[.*\])?$`)

// consoleScript calls the only script of [project.scripts] like the launcher that an
// installer would write. The project itself is not installed, so there is no
// launcher.
func (r *reader) consoleScript() (start, error) {
	if len(r.project.Project.Scripts) != 1 {
		return start{}, nil
	}
	for name, target := range r.project.Project.Scripts {
		from := fmt.Sprintf("[project.scripts] %s in pyproject.toml", name)
		m := entryPoint.FindStringSubmatch(strings.TrimSpace(target))
		if m == nil {
			return start{}, fmt.Errorf(`pyproject.toml: [project.scripts]: %s = %q is not a valid entry point; write it like "package.module:function"`, name, target)
		}
		module, object, rest := m[1], m[2], m[3]
		if !r.hasModule(module) {
			return start{}, fmt.Errorf("pyproject.toml: [project.scripts]: %s: the source has no module %s, neither at its top nor in %s; write the start command in [tool.python-pipeline]: command", name, module, sourceFolder)
		}
		return start{command: settings.Exec("python", "-c", scripts.ConsoleScript(name, module, object, rest)), from: from}, nil
	}
	return start{}, nil
}

func (r *reader) hasModule(module string) bool {
	file := strings.ReplaceAll(module, ".", "/")
	for _, folder := range []string{".", sourceFolder} {
		if r.tree.Exists(path.Join(folder, file+".py")) || r.tree.Exists(path.Join(folder, file, "__init__.py")) {
			return true
		}
	}
	return false
}

// onlyPackage runs the only package of the source, if it has a __main__.py.
func (r *reader) onlyPackage() (start, error) {
	var found []string // paths of packages
	for _, folder := range []string{".", sourceFolder} {
		packages, err := r.packages(folder)
		if err != nil {
			return start{}, err
		}
		found = append(found, packages...)
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

// decidePythonPath makes the packages of a src layout importable.
func (r *reader) decidePythonPath() error {
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
// a package.
func (r *reader) importable(file string) {
	if strings.HasPrefix(file, sourceFolder+"/") && len(r.plan.PythonPath) == 0 && !r.tree.Exists(path.Join(sourceFolder, "__init__.py")) {
		r.plan.PythonPath = []string{sourceFolder}
		r.decide("python path", sourceFolder, file)
	}
}
