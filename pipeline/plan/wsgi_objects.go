package plan

import (
	"cmp"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// object is an application that a server serves.
type object struct {
	target   string   // module:object
	protocol protocol // "" where it is unknown
	from     string   // where it was found
}

// objects lists the app's WSGI and ASGI objects, the likeliest first.
func (r *reader) objects() ([]object, error) {
	if _, ok := r.lock.Production.Find("django"); ok {
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
	// A server cannot start Dash's own object, but the Flask in it.
	dashServer  = regexp.MustCompile(`(?m)^(server)[ \t]*(?::[^=\n]+)?=[^=]`)
	flaskObject = regexp.MustCompile(`(?m)^(app|application)[ \t]*(?::[^=\n]+)?=[ \t]*(?:\w+\.)?Flask\(`)
)

func (r *reader) moduleObjects() ([]object, error) {
	var objects []object
	for _, file := range r.tree.Present(objectModules...) {
		text, _, err := r.tree.Text(file)
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

// protocolOf returns the protocol of the object in a module: that of the framework that
// makes it, or the one that the module is named for, or that of the lock's first
// framework.
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

// submatch returns the first group of the first match, or "".
func submatch(pattern *regexp.Regexp, text string) string {
	if m := pattern.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// moduleName returns the name by which the app imports a file.
func (r *reader) moduleName(file string) string {
	if !r.tree.Exists(path.Join(sourceFolder, "__init__.py")) {
		file = strings.TrimPrefix(file, sourceFolder+"/")
	}
	return strings.ReplaceAll(strings.TrimSuffix(file, ".py"), "/", ".")
}
