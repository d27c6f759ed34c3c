package plan

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// manageFiles are the places of Django's manage.py: the app's folder, or the source
// folder of a src layout.
var manageFiles = []string{"manage.py", path.Join(sourceFolder, "manage.py")}

// readManage finds Django's manage.py; other frameworks have a manage.py too.
func (r *reader) readManage() error {
	for _, file := range manageFiles {
		text, _, err := r.tree.Text(file)
		if err != nil {
			return err
		}
		if isDjangoManage(text) {
			r.plan.Manage, r.manageText = file, text
			return nil
		}
	}
	return nil
}

func isDjangoManage(text string) bool { return strings.Contains(text, "django") }

// managePy runs the tests of a Django project.
func (r *reader) managePy() (Tests, string, error) {
	manage := r.plan.Manage
	if manage == "" {
		return Tests{}, "", nil
	}
	tests := Tests{Runner: RunnerManage, Args: []string{"python", manage, "test"}}
	if folder := path.Dir(manage); folder != "." {
		// Django searches the packages below the working folder, and src is not one.
		tests.Args = append(tests.Args, folder)
	}
	return tests, manage, nil
}

// missingManage warns of a manage.py in a folder below, which the pipeline does not
// use, and rejects the key collectstatic = true.
func (r *reader) missingManage(collectstatic bool) error {
	const where = "pyproject.toml: [tool.python-pipeline]: collectstatic: the source has no manage.py of Django"
	deeper, err := r.deeperManage()
	if err != nil {
		return err
	}
	advice := fmt.Sprintf("choose the folder %s as the source (PIPELINE_APPS; `dagger call` has --source), with the requirements in it", path.Dir(deeper))
	_, isDjango := r.lock.Production.Find("django")
	switch {
	case collectstatic && deeper == "":
		return errors.New(where + ", which collects them; remove the key")
	case collectstatic:
		return fmt.Errorf("%s but %s; %s", where, deeper, advice)
	case isDjango && deeper != "":
		also := ""
		if r.start.generated {
			also = ", and the command does not find the modules beside it"
		}
		r.warn("%s is not used, neither for static files nor for tests%s; %s", deeper, also, advice)
	}
	return nil
}

// deeperManage returns the manage.py of a project in a folder below; "" where there
// is none.
func (r *reader) deeperManage() (string, error) {
	var found []string
	err := r.tree.Search(projectDepth, func(file string) error {
		if path.Base(file) != "manage.py" || besideApp(path.Dir(file)) {
			return nil
		}
		text, _, err := r.tree.Text(file)
		if isDjangoManage(text) {
			found = append(found, file)
		}
		return err
	})
	return cmp.Or(append(found, "")...), err
}

// besideApp reports whether a folder, or one above it, belongs to tests,
// documentation and the like, and not to the app.
func besideApp(folder string) bool {
	return slices.ContainsFunc(strings.Split(folder, "/"), func(name string) bool { return slices.Contains(notTheApp, name) })
}
