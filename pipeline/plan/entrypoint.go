package plan

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/settings"
)

// sourceFolder is where the packages of a "src layout" are.
const sourceFolder = "src"

// entryPoint is module:object, with extras that nobody needs any more.
var entryPoint = regexp.MustCompile(`^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*:\s*([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)\s*(?:\[.*\])?$`)

// consoleScript calls the only script of [project.scripts] like the launcher
// that an installer would write. The project itself is not installed, so that
// launcher is not there.
func (r *reader) consoleScript() (settings.Command, string, error) {
	if len(r.project.Project.Scripts) != 1 {
		return settings.Command{}, "", nil
	}
	for name, target := range r.project.Project.Scripts {
		from := fmt.Sprintf("[project.scripts] %s in pyproject.toml", name)
		m := entryPoint.FindStringSubmatch(strings.TrimSpace(target))
		if m == nil {
			return settings.Command{}, "", fmt.Errorf(`pyproject.toml: [project.scripts]: %s = %q is no entry point; write it like "package.module:function"`, name, target)
		}
		module, object, rest := m[1], m[2], m[3]
		if !r.hasModule(module) {
			return settings.Command{}, "", fmt.Errorf("pyproject.toml: [project.scripts]: %s: the source has no module %s, neither at its top nor in %s; write in [tool.python-pipeline] what starts the app: command", name, module, sourceFolder)
		}
		program := fmt.Sprintf("import sys; from %s import %s; sys.argv[0] = %q; sys.exit(%s%s())", module, object, name, object, rest)
		return settings.Exec("python", "-c", program), from, nil
	}
	return settings.Command{}, "", nil
}

func (r *reader) hasModule(module string) bool {
	file := strings.ReplaceAll(module, ".", "/")
	for _, folder := range []string{".", sourceFolder} {
		if r.exists(path.Join(folder, file+".py")) || r.exists(path.Join(folder, file, "__init__.py")) {
			return true
		}
	}
	return false
}

// onlyPackage runs the only package of the source, if it has a __main__.
func (r *reader) onlyPackage() (settings.Command, string, error) {
	var found []string // paths of packages
	for _, folder := range []string{".", sourceFolder} {
		packages, err := r.packages(folder)
		if err != nil {
			return settings.Command{}, "", err
		}
		found = append(found, packages...)
	}
	if len(found) != 1 {
		return settings.Command{}, "", nil
	}
	main := path.Join(found[0], "__main__.py")
	if !r.exists(main) {
		return settings.Command{}, "", nil
	}
	return settings.Exec("python", "-m", path.Base(found[0])), main, nil
}

// notTheApp are packages beside the app's own.
var notTheApp = []string{"test", "tests", "testing", "doc", "docs", "example", "examples", "script", "scripts", "tool", "tools", "bench", "benchmarks", "migrations"}

// packages are the app's packages right below a folder.
func (r *reader) packages(folder string) ([]string, error) {
	entries, err := fs.ReadDir(r.src, folder)
	if err != nil {
		if folder != "." && !r.isFolder(folder) {
			return nil, nil
		}
		return nil, subject(folder, err)
	}
	var found []string
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if !r.isFolder(name) || slices.Contains(notTheApp, entry.Name()) || folder == "." && entry.Name() == sourceFolder && !r.exists(path.Join(name, "__init__.py")) {
			continue
		}
		if r.exists(path.Join(name, "__init__.py")) || r.exists(path.Join(name, "__main__.py")) {
			found = append(found, name)
		}
	}
	return found, nil
}

func (r *reader) isFolder(name string) bool {
	info, err := fs.Stat(r.src, name)
	return err == nil && info.IsDir()
}

// decidePythonPath makes the packages of a src layout importable.
func (r *reader) decidePythonPath() error {
	packages, err := r.packages(sourceFolder)
	if err != nil {
		return err
	}
	if len(packages) > 0 && !r.exists(path.Join(sourceFolder, "__init__.py")) {
		r.plan.PythonPath = []string{sourceFolder}
		r.decide("python path", sourceFolder, packages[0])
	}
	return nil
}
