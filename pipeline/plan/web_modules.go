package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"dagger/python-pipeline/printable"
)

// moduleDepth is how many folders deep the app's object and its factory are searched
// for.
const moduleDepth = 4

// madeObject assigns the object of a framework, or what a factory returns, at the top
// level of a module.
var madeObject = regexp.MustCompile(`(?m)^(\w+)[ \t]*(?::[^=\n]+)?=[ \t]*(?:[\w.]*\b(?:` + factoryName + `|get_app|get_application)\(|([\w.]+\())`)

// notModules are customary names of files that are not part of the running app.
var notModules = []string{"conftest.py", "setup.py", "noxfile.py", "gunicorn.conf.py"}

// searchObjects finds the app's object wherever it is made, or else the factory that
// makes it.
func (r *reader) searchObjects() ([]object, error) {
	var objects []object
	var factories []factory
	err := r.tree.Search(moduleDepth, func(file string) error {
		if besideApp(path.Dir(file)) || slices.Contains(notModules, path.Base(file)) || namedLikeTest(file) {
			return nil
		}
		text, err := r.code(file)
		if err != nil {
			return err
		}
		objects = append(objects, r.madeIn(file, text)...)
		factories = append(factories, r.factoriesIn(file, text)...)
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(objects) > 0:
		return r.chooseObject(objects)
	}
	return r.chooseFactory(factories)
}

// madeIn lists the objects that a module makes at its top level.
func (r *reader) madeIn(file, text string) []object {
	module := r.moduleName(file)
	protocol := r.protocolOf(strings.TrimSuffix(path.Base(file), ".py"), text)
	var objects []object
	add := func(name string) {
		objects = append(objects, object{target: module + ":" + name, protocol: protocol, from: file, file: file})
	}
	if strings.Contains(text, "Dash(") {
		if name := dashObject(text); name != "" {
			add(name)
		}
		return objects
	}
	for _, at := range madeObject.FindAllStringSubmatchIndex(text, -1) {
		if at[4] < 0 || madeBy(text[at[4]:at[5]]) != "" {
			add(text[at[2]:at[3]])
		}
	}
	return objects
}

// chooseObject returns the only object of the best kind: one with a customary name, and
// in a module that is there for servers.
func (r *reader) chooseObject(objects []object) ([]object, error) {
	for _, better := range []func(object) bool{
		func(o object) bool {
			return strings.HasSuffix(o.target, ":app") || strings.HasSuffix(o.target, ":application")
		},
		func(o object) bool {
			return slices.Contains([]string{"wsgi.py", "asgi.py"}, path.Base(o.file))
		},
	} {
		if slices.ContainsFunc(objects, better) {
			objects = slices.DeleteFunc(objects, func(o object) bool { return !better(o) })
		}
	}
	if len(objects) == 1 {
		return objects, nil
	}
	var all []string
	for _, o := range objects {
		all = append(all, fmt.Sprintf("%s (%s)", o.target, o.from))
	}
	return nil, fmt.Errorf("start command: each of %s may be the app; write in pyproject.toml: [tool.python-pipeline] command = %s, or another of them",
		printable.First(maxFiles, all), r.example(objects[0]))
}

// namedLikeTest reports whether a file has a name that test runners look for.
func namedLikeTest(file string) bool {
	base := path.Base(file)
	return strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test.py")
}
