package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// settingsDepth is how many folders down Django's settings are looked for.
const settingsDepth = 4

// settingsModule is a file with settings of Django.
type settingsModule struct{ file, text string }

// djangoSettings are the files that may be a Django project's settings:
// settings.py, what is in a package settings, and what manage.py names.
func (r *reader) djangoSettings() ([]settingsModule, error) {
	named, err := r.namedSettings()
	if err != nil {
		return nil, err
	}
	var modules []settingsModule
	err = r.walk(settingsDepth, func(file string) error {
		folder, base := path.Split(file)
		customary := base == "settings.py" || path.Base(folder) == "settings" && path.Ext(base) == ".py"
		if (!customary || ofAnother(path.Dir(file))) && !slices.Contains(named, file) {
			return nil
		}
		text, _, err := r.text(file)
		modules = append(modules, settingsModule{file, text})
		return err
	})
	return modules, err
}

var settingsVariable = regexp.MustCompile(`(?m)^[^#\n]*DJANGO_SETTINGS_MODULE["'][\s,\]=)]+["']([\w.]+)["']`)

// namedSettings are the files that the module of manage.py may be.
func (r *reader) namedSettings() ([]string, error) {
	_, text, err := r.manageFile()
	if err != nil {
		return nil, err
	}
	module := submatch(settingsVariable, text)
	if module == "" {
		return nil, nil
	}
	file := strings.ReplaceAll(module, ".", "/") + ".py"
	return []string{file, path.Join(sourceFolder, file)}, nil
}

// applications are the settings that name the object of a protocol.
var applications = []struct {
	protocol protocol
	name     string
	pattern  *regexp.Regexp
}{
	{wsgi, "WSGI_APPLICATION", regexp.MustCompile(`(?m)^WSGI_APPLICATION\s*=\s*["']([\w.]+)["']`)},
	{asgi, "ASGI_APPLICATION", regexp.MustCompile(`(?m)^ASGI_APPLICATION\s*=\s*["']([\w.]+)["']`)},
}

// djangoObjects are the objects that the settings name, or else those of the
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
				add(object{dotted[:dot] + ":" + dotted[dot+1:], a.protocol, a.name + " in " + m.file})
			}
		}
		named := len(found) > 0
		for _, m := range modules {
			if file := r.besideSettings(m.file, string(a.protocol)+".py"); file != "" && !named {
				add(object{r.moduleName(file) + ":application", a.protocol, file})
			}
		}
		if len(found) > 1 {
			return nil, fmt.Errorf("start command: %s (%s) and %s (%s) may both be the app; write in pyproject.toml: [tool.python-pipeline] command", found[0].target, found[0].from, found[1].target, found[1].from)
		}
		objects = append(objects, found...)
	}
	return objects, nil
}

// besideSettings is the path of a file next to a module of settings, or next
// to the package of settings that it is in.
func (r *reader) besideSettings(module, file string) string {
	folder := path.Dir(module)
	if path.Base(folder) == "settings" {
		folder = path.Dir(folder)
	}
	if beside := path.Join(folder, file); r.exists(beside) {
		return beside
	}
	return ""
}
