package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// settingsDepth is how many folders deep Django's settings are searched for.
const settingsDepth = 4

// settingsModule is a file with Django's settings.
type settingsModule struct{ file, text string }

// djangoSettings lists the files that may be a Django project's settings:
// settings.py, the modules of a package settings, and the module that manage.py
// names.
func (r *reader) djangoSettings() ([]settingsModule, error) {
	ofManage := r.manageSettings()
	var modules []settingsModule
	err := r.tree.Search(settingsDepth, func(file string) error {
		folder, base := path.Split(file)
		customary := base == "settings.py" || path.Base(folder) == "settings" && path.Ext(base) == ".py"
		if (!customary || besideApp(path.Dir(file))) && !slices.Contains(ofManage, file) {
			return nil
		}
		text, _, err := r.tree.Text(file)
		modules = append(modules, settingsModule{file, text})
		return err
	})
	return modules, err
}

var settingsVariable = regexp.MustCompile(`(?m)^[^#\n]*DJANGO_SETTINGS_MODULE["'][\s,\]=)]+["']([\w.]+)["']`)

// manageSettings lists the possible files of the settings module that manage.py
// names.
func (r *reader) manageSettings() []string {
	module := submatch(settingsVariable, r.manageText)
	if module == "" {
		return nil
	}
	file := strings.ReplaceAll(module, ".", "/") + ".py"
	return []string{file, path.Join(sourceFolder, file)}
}

// applications are the settings that name the application object of a protocol.
var applications = []struct {
	protocol protocol
	name     string
	pattern  *regexp.Regexp
}{
	{wsgi, "WSGI_APPLICATION", regexp.MustCompile(`(?m)^WSGI_APPLICATION\s*=\s*["']([\w.]+)["']`)},
	{asgi, "ASGI_APPLICATION", regexp.MustCompile(`(?m)^ASGI_APPLICATION\s*=\s*["']([\w.]+)["']`)},
}

// djangoObjects lists the objects that the settings name, or else those of the
// wsgi.py and asgi.py beside the settings.
func (r *reader) djangoObjects() ([]object, error) {
	modules, err := r.djangoSettings()
	if err != nil {
		return nil, err
	}
	var objects []object
	for _, a := range applications {
		var found []object
		add := func(o object) {
			if !slices.ContainsFunc(found, func(other object) bool { return other.target == o.target }) {
				found = append(found, o)
			}
		}
		for _, m := range modules {
			dotted := submatch(a.pattern, m.text)
			if dot := strings.LastIndex(dotted, "."); dot > 0 && r.hasModule(dotted[:dot]) {
				add(object{target: dotted[:dot] + ":" + dotted[dot+1:], protocol: a.protocol, from: a.name + " in " + m.file})
			}
		}
		inSettings := len(found) > 0
		for _, m := range modules {
			if file := r.besideSettings(m.file, string(a.protocol)+".py"); file != "" && !inSettings {
				add(object{target: r.moduleName(file) + ":application", protocol: a.protocol, from: file})
			}
		}
		if len(found) > 1 {
			return nil, fmt.Errorf("start command: %s (%s) and %s (%s) may both be the app; write in pyproject.toml: [tool.python-pipeline] command", found[0].target, found[0].from, found[1].target, found[1].from)
		}
		objects = append(objects, found...)
	}
	return objects, nil
}

// besideSettings returns the path of a file next to a settings module, or next to the
// settings package that it is in.
func (r *reader) besideSettings(module, file string) string {
	folder := path.Dir(module)
	if path.Base(folder) == "settings" {
		folder = path.Dir(folder)
	}
	if beside := path.Join(folder, file); r.tree.Exists(beside) {
		return beside
	}
	return ""
}
