package plan

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/installed"
)

// backends are the build backends that end with an error where they do not find the
// app's modules, by the beginnings of their names, each with what is missing then. A
// backend without an entry is left to judge by itself.
var backends = []struct {
	name    string
	missing func(*reader) (string, error)
}{
	{"setuptools", (*reader).missingForSetuptools},
	{"poetry", (*reader).missingForPoetry},
	{"hatchling", (*reader).missingForHatch},
	{"flit", (*reader).missingForFlit},
	{"uv_build", (*reader).missingForUV},
}

// missingForWheel says what a wheel of the app certainly lacks, and what to do; "" for
// nothing.
func (r *reader) missingForWheel() (string, error) {
	table := r.project.Project
	switch {
	case r.projectName() == "" && !r.describesSetup():
		return "nothing names the package; add [project] with a name and a version", nil
	case table.Name != "" && table.Version == "" && !r.project.isDynamic("version") && r.project.tool("poetry", "version") == nil:
		return "[project] has no version; add it, or name it in dynamic", nil
	case r.project.BuildSystem != nil && r.project.BuildSystem.Path != nil:
		return "", nil
	}
	backend := cmp.Or(r.project.backend(), "setuptools")
	for _, b := range backends {
		if strings.HasPrefix(backend, b.name) {
			return b.missing(r)
		}
	}
	return "", nil
}

// projectTool returns the table of a tool; nil where there is none.
func (r *reader) projectTool(keys ...string) map[string]any {
	table, _ := r.project.tool(keys...).(map[string]any)
	return table
}

// projectName is the name of the package in pyproject.toml.
func (r *reader) projectName() string {
	poetry, _ := r.project.tool("poetry", "name").(string)
	flit, _ := r.project.tool("flit", "metadata", "module").(string)
	return cmp.Or(r.project.Project.Name, poetry, flit)
}

// hasAny reports whether a table has one of the keys.
func hasAny(table map[string]any, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return table[key] != nil })
}

// moduleName is the name of a package as that of a module.
func moduleName(name string) string {
	return strings.ReplaceAll(installed.CanonicalName(name), "-", "_")
}

// present reports whether one of the folders or files is in the source.
func (r *reader) present(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return r.tree.IsFolder(name) || r.tree.Exists(name) })
}

// missingForPoetry: the folders of packages, or a folder or module of the package's name.
func (r *reader) missingForPoetry() (string, error) {
	packages := r.project.tool("poetry", "packages")
	for _, entry := range tablesOf(packages) {
		include, _ := entry["include"].(string)
		from, _ := entry["from"].(string)
		if name := path.Join(from, include); !strings.ContainsAny(name, "*?[") && !r.present(name) {
			return fmt.Sprintf("there is no %s, which packages in [tool.poetry] names; correct it", name), nil
		}
	}
	name := moduleName(r.projectName())
	if packages != nil || r.present(name, name+".py", "src/"+name, "src/"+name+".py") {
		return "", nil
	}
	return fmt.Sprintf("there is neither a folder nor a module %s, at the top or in src; name the app's in packages of [tool.poetry]", name), nil
}

// tablesOf returns the tables of an array, which TOML can write in two ways.
func tablesOf(value any) []map[string]any {
	tables, _ := value.([]map[string]any)
	array, _ := value.([]any)
	for _, entry := range array {
		if table, is := entry.(map[string]any); is {
			tables = append(tables, table)
		}
	}
	return tables
}

// separatorsOfHatch are what Hatch replaces in a name.
var separatorsOfHatch = regexp.MustCompile(`[^\w\d.]+`)

// missingForHatch: a package or module of the project's name, unless its table says what
// to take.
func (r *reader) missingForHatch() (string, error) {
	chooses := []string{"include", "packages", "only-include", "artifacts", "force-include", "hooks", "bypass-selection"}
	if r.tree.Exists("hatch.toml") || hasAny(r.projectTool("hatch", "build"), chooses...) || hasAny(r.projectTool("hatch", "build", "targets", "wheel"), chooses...) {
		return "", nil
	}
	folders, err := r.tree.Folders(".")
	if err != nil {
		return "", err
	}
	raw := separatorsOfHatch.ReplaceAllString(r.projectName(), "_")
	for _, name := range []string{raw, moduleName(r.projectName())} {
		inFolders := 0
		for _, folder := range folders {
			if r.tree.Exists(path.Join(folder, name, "__init__.py")) {
				inFolders++
			}
		}
		if inFolders == 1 || r.present(name+"/__init__.py", "src/"+name+"/__init__.py", name+".py") {
			return "", nil
		}
	}
	return fmt.Sprintf("there is neither a package nor a module %s, at the top or in src; name the app's in [tool.hatch.build.targets.wheel]: packages", raw), nil
}

// missingForFlit: a package or module of the project's name, or of that in its table.
func (r *reader) missingForFlit() (string, error) {
	name, _ := r.project.tool("flit", "module", "name").(string)
	name = strings.ReplaceAll(cmp.Or(name, strings.ReplaceAll(r.projectName(), "-", "_")), ".", "/")
	if r.present(name, name+".py", "src/"+name, "src/"+name+".py") {
		return "", nil
	}
	return fmt.Sprintf("there is neither a package nor a module %s, at the top or in src; name the app's in [tool.flit.module]: name", name), nil
}

// missingForUV: a package of the project's name in src.
func (r *reader) missingForUV() (string, error) {
	name := "src/" + moduleName(r.projectName())
	if r.projectTool("uv", "build-backend") != nil || r.present(name+"/__init__.py", name+"/__init__.pyi") {
		return "", nil
	}
	return fmt.Sprintf("there is no %s/__init__.py; name the app's module in [tool.uv.build-backend]: module-name and module-root", name), nil
}
