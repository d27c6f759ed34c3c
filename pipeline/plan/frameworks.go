package plan

import (
	"regexp"
	"strings"

	"dagger/python-pipeline/lock"
)

// protocol is the interface between a web app and its server.
type protocol string

const (
	wsgi protocol = "wsgi"
	asgi protocol = "asgi"
)

// framework is a web framework.
type framework struct {
	name     string // in messages
	protocol protocol
	objects  string // the objects that a server could start
	example  string // a command with a production server
	// hasServer means that its own server is for production too. The servers of the
	// other frameworks are for development only.
	hasServer bool
}

const objectFile = "app or application in app.py, main.py, wsgi.py, asgi.py or application.py, makes none elsewhere, and has no function such as create_app that does"

var frameworks = map[string]framework{
	"bottle":  {"Bottle", wsgi, objectFile, `["waitress-serve", "--listen", "0.0.0.0:8000", "app:app"]`, false},
	"dash":    {"Dash", wsgi, "server = app.server in app.py, main.py, wsgi.py, asgi.py or application.py", `["gunicorn", "--bind", "0.0.0.0:8000", "app:server"]`, false},
	"django":  {"Django", wsgi, "WSGI_APPLICATION in its settings and no wsgi.py beside them", `["gunicorn", "--bind", "0.0.0.0:8000", "mysite.wsgi"]`, false},
	"flask":   {"Flask", wsgi, objectFile, `["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]`, false},
	"fastapi": {"FastAPI", asgi, objectFile, `["uvicorn", "--host", "0.0.0.0", "--port", "8000", "app:app"]`, false},
	"quart":   {"Quart", asgi, objectFile, `["hypercorn", "--bind", "0.0.0.0:8000", "app:app"]`, false},
	"sanic":   {"Sanic", asgi, objectFile, `["sanic", "--host=0.0.0.0", "--port=8000", "app:app"]`, true},
}

// framework returns the first web framework of the lock.
func (r *reader) framework() (framework, lock.Requirement, bool) {
	_, aboveFlask := r.lock.Production.Find("dash", "quart")
	for _, p := range r.lock.Production.Packages {
		if f, ok := frameworks[p.Name]; ok && !(p.Name == "flask" && aboveFlask) {
			return f, p, true
		}
	}
	for _, p := range r.lock.Production.Packages {
		if strings.HasPrefix(p.Name, "flask-") || p.Name == "apiflask" {
			f := frameworks["flask"]
			f.name += " (which " + p.Name + " needs)"
			return f, p, true
		}
	}
	return framework{}, lock.Requirement{}, false
}

// refuseFramework keeps a script from becoming the start command of a web app: it
// would start a server for development.
func (r *reader) refuseFramework() (start, error) {
	f, at, ok := r.framework()
	if !ok || len(r.lockedServers()) > 0 {
		return start{}, nil
	}
	if f.hasServer {
		return start{}, at.Errorf("%s is a web framework, and a script may run its server for development; write the command for production in pyproject.toml: [tool.python-pipeline] command = %s, or a web line in a Procfile", f.name, f.example)
	}
	// The missing server is the problem to name, whatever else the search for the object meets.
	if objects, err := r.objects(); err == nil && len(objects) > 0 && objects[0].target != "app:app" {
		f.example = r.example(objects[0])
	}
	if elsewhere := r.serverElsewhere(f.protocol); elsewhere != "" {
		return start{}, at.Errorf("%s is a web framework, and its own server is not for production; %s", f.name, elsewhere)
	}
	return start{}, at.Errorf("%s is a web framework, and its own server is not for production; add a production server to the lock or the key extra-packages (one of %s), or write a command that starts one in pyproject.toml: [tool.python-pipeline] command = %s, or a web line in a Procfile", f.name, serverNames(f.protocol), f.example)
}

// aiohttpServer finds a module that serves with aiohttp. Most apps use aiohttp as a
// client.
var aiohttpServer = regexp.MustCompile(`(?m)^[^#\n]*(?:aiohttp\.web\b|\bfrom[ \t]+aiohttp[ \t]+import[ \t(]+(?:.*[ \t,(])?web\b)`)

// refuseAiohttp keeps a script that serves with aiohttp from becoming the start
// command: it may be for development.
func (r *reader) refuseAiohttp(script string) error {
	at, ok := r.lock.Production.Find("aiohttp")
	if !ok {
		return nil
	}
	text, _, err := r.tree.Text(script)
	if err != nil || !aiohttpServer.MatchString(text) {
		return err
	}
	return at.Errorf("aiohttp serves in %s, which may be for development only; if it is for production, write in pyproject.toml: [tool.python-pipeline] command = [\"python\", %q]; with gunicorn it is [\"gunicorn\", \"--worker-class\", \"aiohttp.GunicornWebWorker\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]", script, script)
}
