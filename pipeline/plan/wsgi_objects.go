package plan

import (
	"cmp"
	"path"
	"regexp"
	"strings"
)

// object is an application that a server serves.
type object struct {
	target   string   // module:object
	protocol protocol // "" where it is unknown
	from     string   // where it was found
	file     string   // the module
	// factory means that target is a function, and the server has to call it.
	factory bool
}

// servedBy returns the object with a protocol of a server that serves it.
func (o object) servedBy(s server) object {
	o.protocol = cmp.Or(o.protocol, s.serves[0])
	return o
}

// objects lists the app's WSGI and ASGI objects, the likeliest first.
func (r *reader) objects() ([]object, error) {
	if _, ok := r.lock.Production.Find("django"); ok {
		if objects, err := r.djangoObjects(); len(objects) > 0 || err != nil {
			return objects, err
		}
	}
	if objects, err := r.moduleObjects(); len(objects) > 0 || err != nil {
		return objects, err
	}
	return r.searchObjects()
}

// objectModules are customary names of a module with the object, in order.
var objectModules = []string{"app.py", "main.py", "wsgi.py", "asgi.py", "application.py"}

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
			name = dashObject(text)
		}
		if name == "" {
			continue
		}
		module := strings.TrimSuffix(file, ".py")
		objects = append(objects, object{target: module + ":" + name, protocol: r.protocolOf(module, text), from: file, file: file})
	}
	return objects, nil
}

// dashObject returns the name of the Flask with which a module runs Dash.
func dashObject(text string) string {
	return cmp.Or(submatch(dashServer, text), submatch(flaskObject, text))
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
	if path.Base(file) == "__init__.py" && path.Dir(file) != "." {
		file = path.Dir(file)
	}
	return strings.ReplaceAll(strings.TrimSuffix(file, ".py"), "/", ".")
}
