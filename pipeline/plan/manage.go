package plan

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// manageFiles are where Django's manage.py may lie: beside what is installed,
// or in the source folder of a src layout.
var manageFiles = []string{"manage.py", path.Join(sourceFolder, "manage.py")}

// manageFile is Django's manage.py with its text; "" where there is none. Other
// frameworks have a manage.py too.
func (r *reader) manageFile() (file, text string, err error) {
	for _, file := range manageFiles {
		text, _, err := r.text(file)
		if err != nil || isManage(text) {
			return file, text, err
		}
	}
	return "", "", nil
}

func isManage(text string) bool { return strings.Contains(text, "django") }

// managePy runs the tests of a Django project.
func (r *reader) managePy() (Tests, string, error) {
	manage, _, err := r.manageFile()
	if err != nil || manage == "" {
		return Tests{}, "", err
	}
	tests := Tests{Runner: RunnerManage, Args: []string{"python", manage, "test"}}
	if folder := path.Dir(manage); folder != "." {
		// Django looks below the working folder, and a src is no package that it
		// would descend into.
		tests.Args = append(tests.Args, folder)
	}
	return tests, manage, nil
}

// withoutManage warns of a project in a folder below, whose manage.py nothing
// here can use, and refuses static files that were asked for.
func (r *reader) withoutManage(collectstatic bool) error {
	const where = "pyproject.toml: [tool.python-pipeline]: collectstatic: the source has no manage.py of Django"
	deeper, err := r.deeperManage()
	if err != nil {
		return err
	}
	advice := fmt.Sprintf("choose the folder %s as the source (PIPELINE_APPS), with the requirements in it", path.Dir(deeper))
	_, isDjango := r.production.find("django")
	switch {
	case collectstatic && deeper == "":
		return errors.New(where + ", which would do it; remove the key")
	case collectstatic:
		return fmt.Errorf("%s but %s; %s", where, deeper, advice)
	case isDjango && deeper != "":
		also := ""
		if r.served {
			also = ", and the command does not find the modules beside it"
		}
		r.warn("%s is not used, neither for static files nor for tests%s; %s", deeper, also, advice)
	}
	return nil
}

// deeperManage is the manage.py of a project in a folder below; "" where there
// is none.
func (r *reader) deeperManage() (string, error) {
	var found []string
	err := r.walk(projectDepth, func(file string) error {
		if path.Base(file) != "manage.py" || ofAnother(path.Dir(file)) {
			return nil
		}
		text, _, err := r.text(file)
		if isManage(text) {
			found = append(found, file)
		}
		return err
	})
	return cmp.Or(append(found, "")...), err
}

// ofAnother tells that a folder is beside the app's own packages, or below one
// that is.
func ofAnother(folder string) bool {
	return slices.ContainsFunc(strings.Split(folder, "/"), func(name string) bool { return slices.Contains(notTheApp, name) })
}
