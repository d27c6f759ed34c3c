package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"
)

var (
	identifier = regexp.MustCompile(`^[A-Za-z]\w*$`)
	// neverPackages and neverModules are names that setuptools takes for no part of the
	// package.
	neverPackages = strings.Fields(`ci bin debian doc docs documentation manpages news newsfragments changelog test tests unit_test unit_tests
		example examples scripts tools util utils python build dist venv env requirements tasks fabfile site_scons
		benchmark benchmarks exercise exercises htmlcov node_modules`)
	neverModules = strings.Fields(`setup conftest test tests example examples build toxfile noxfile pavement dodo tasks fabfile SConstruct
		conanfile manage benchmark benchmarks exercise exercises`)
)

// missingForSetuptools: where nothing says which modules to take, it takes those of src,
// or else the only folder or module at the top.
func (r *reader) missingForSetuptools() (string, error) {
	options := r.setupCfg["options"]
	if r.tree.Exists("setup.py") || r.tree.IsFolder(sourceFolder) ||
		hasAny(r.projectTool("setuptools"), "packages", "py-modules", "package-dir", "ext-modules") ||
		options["packages"] != "" || options["py_modules"] != "" || options["package_dir"] != "" {
		return "", nil
	}
	folders, err := r.tree.Folders(".")
	if err != nil {
		return "", err
	}
	folders = slices.DeleteFunc(folders, func(name string) bool {
		return !identifier.MatchString(name) || slices.Contains(neverPackages, name)
	})
	if len(folders) > 0 {
		return ambiguous("folders", folders), nil
	}
	var modules []string
	err = r.tree.Search(0, func(file string) error {
		if name, found := strings.CutSuffix(file, ".py"); found && identifier.MatchString(name) && !slices.Contains(neverModules, name) {
			modules = append(modules, name)
		}
		return nil
	})
	return ambiguous("modules", modules), err
}

func ambiguous(kind string, names []string) string {
	if len(names) < 2 {
		return ""
	}
	return fmt.Sprintf("setuptools builds nothing of several %s at the top (%s); name the app's in [tool.setuptools]: packages or py-modules", kind, printable.First(maxFiles, names))
}
