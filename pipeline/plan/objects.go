package plan

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// object is what a server serves.
type object struct {
	target   string   // module:object
	protocol protocol // "" where nothing tells
	from     string   // where it was found
}

// objects are the app's WSGI and ASGI objects, the likeliest first.
func (r *reader) objects() ([]object, error) {
	if _, ok := r.production.find("django"); ok {
		if objects, err := r.djangoObjects(); len(objects) > 0 || err != nil {
			return objects, err
		}
	}
	return r.moduleObjects()
}

// objectModules are customary names of a module with the object, in order.
var objectModules = []string{"app.py", "main.py", "wsgi.py", "asgi.py"}

var (
	assignedObject = regexp.MustCompile(`(?m)^(app|application)[ \t]*(?::[^=\n]+)?=[^=]`)
	importedObject = regexp.MustCompile(`(?m)^from[ \t]+\S+[ \t]+import[ \t]+(?:.*[ \t,])?(app|application)[ \t]*(?:,|#|$)`)
	// Dash's own object is none that a server could start; the Flask in it is.
	dashServer  = regexp.MustCompile(`(?m)^(server)[ \t]*(?::[^=\n]+)?=[^=]`)
	flaskObject = regexp.MustCompile(`(?m)^(app|application)[ \t]*(?::[^=\n]+)?=[ \t]*(?:\w+\.)?Flask\(`)
)

func (r *reader) moduleObjects() ([]object, error) {
	var objects []object
	for _, file := range r.present(objectModules) {
		text, _, err := r.text(file)
		if err != nil {
			return nil, err
		}
		name := cmp.Or(submatch(assignedObject, text), submatch(importedObject, text))
		if strings.Contains(text, "Dash(") {
			name = cmp.Or(submatch(dashServer, text), submatch(flaskObject, text))
		}
		if name == "" {
			continue
		}
		module := strings.TrimSuffix(file, ".py")
		objects = append(objects, object{module + ":" + name, r.protocolOf(module, text), file})
	}
	return objects, nil
}

// protocolOf is what the object of a module speaks: what the framework that
// makes it does, or what the module is called for, or what the only framework
// of the lock does.
func (r *reader) protocolOf(module, text string) protocol {
	for _, name := range slices.Sorted(maps.Keys(frameworks)) {
		f := frameworks[name]
		if strings.Contains(text, f.name+"(") {
			return f.protocol
		}
	}
	if module == string(wsgi) || module == string(asgi) {
		return protocol(module)
	}
	f, _, _ := r.framework()
	return f.protocol
}

// submatch is the first group of the first match, or "".
func submatch(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// moduleName is the name by which the app imports a file.
func (r *reader) moduleName(file string) string {
	if !r.exists(path.Join(sourceFolder, "__init__.py")) {
		file = strings.TrimPrefix(file, sourceFolder+"/")
	}
	return strings.ReplaceAll(strings.TrimSuffix(file, ".py"), "/", ".")
}
