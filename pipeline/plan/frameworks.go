package plan

import (
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

// protocol is what a web app and its server speak.
type protocol string

const (
	wsgi protocol = "wsgi"
	asgi protocol = "asgi"
)

// framework is a web framework.
type framework struct {
	name     string // as it calls itself
	protocol protocol
	objects  string // what a server could start
	example  string // a command with a production server
	// serves tells that its own server is for production as well. Of the others
	// it is for development only.
	serves bool
}

const objectFile = "app or application in app.py, main.py, wsgi.py or asgi.py"

var frameworks = map[string]framework{
	"bottle":  {"Bottle", wsgi, objectFile, `["waitress-serve", "--listen", "0.0.0.0:8000", "app:app"]`, false},
	"dash":    {"Dash", wsgi, "server = app.server in app.py, main.py, wsgi.py or asgi.py", `["gunicorn", "--bind", "0.0.0.0:8000", "app:server"]`, false},
	"django":  {"Django", wsgi, "WSGI_APPLICATION in its settings and no wsgi.py beside them", `["gunicorn", "--bind", "0.0.0.0:8000", "mysite.wsgi"]`, false},
	"flask":   {"Flask", wsgi, objectFile, `["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]`, false},
	"fastapi": {"FastAPI", asgi, objectFile, `["uvicorn", "--host", "0.0.0.0", "--port", "8000", "app:app"]`, false},
	"quart":   {"Quart", asgi, objectFile, `["hypercorn", "--bind", "0.0.0.0:8000", "app:app"]`, false},
	"sanic":   {"Sanic", asgi, objectFile, `["sanic", "--host=0.0.0.0", "--port=8000", "app:app"]`, true},
}

// framework is the first web framework of the lock.
func (r *reader) framework() (framework, requirement, bool) {
	_, aboveFlask := r.production.find("dash", "quart")
	for _, p := range r.production.packages {
		if f, ok := frameworks[p.name]; ok && !(p.name == "flask" && aboveFlask) {
			return f, p, true
		}
	}
	for _, p := range r.production.packages {
		if strings.HasPrefix(p.name, "flask-") || p.name == "apiflask" {
			f := frameworks["flask"]
			f.name += " (which " + p.name + " needs)"
			return f, p, true
		}
	}
	return framework{}, requirement{}, false
}

// refuseFramework stops before a script is taken for the start command of a
// web app: what it starts would be a development server, or a server for
// development.
func (r *reader) refuseFramework() (settings.Command, string, error) {
	f, at, ok := r.framework()
	if !ok || len(r.lockedServers()) > 0 {
		return settings.Command{}, "", nil
	}
	if f.serves {
		return settings.Command{}, "", at.errorf("%s is a web framework, and a script may run its server for development; write what starts it in production in pyproject.toml: [tool.python-pipeline] command = %s, or a web line in a Procfile", f.name, f.example)
	}
	return settings.Command{}, "", at.errorf("%s is a web framework, and its own server is not for production; add a production server to the lock (one of %s), or write what starts one in pyproject.toml: [tool.python-pipeline] command = %s, or a web line in a Procfile", f.name, serverNames(f.protocol), f.example)
}

// aiohttpServer finds a module that serves with aiohttp. Most apps that have
// aiohttp ask others with it.
var aiohttpServer = regexp.MustCompile(`(?m)^[^#\n]*(?:aiohttp\.web\b|\bfrom[ \t]+aiohttp[ \t]+import[ \t(]+(?:.*[ \t,(])?web\b)`)

// refuseAiohttp stops before a script that serves with aiohttp is guessed to be
// for production.
func (r *reader) refuseAiohttp(script string) error {
	at, ok := r.production.find("aiohttp")
	if !ok {
		return nil
	}
	text, _, err := r.text(script)
	if err != nil || !aiohttpServer.MatchString(text) {
		return err
	}
	return at.errorf("aiohttp serves in %s, and nothing tells whether it does so for production; if it does, write in pyproject.toml: [tool.python-pipeline] command = [\"python\", %q]; with gunicorn it is [\"gunicorn\", \"--worker-class\", \"aiohttp.GunicornWebWorker\", \"--bind\", \"0.0.0.0:8000\", \"app:app\"]", script, script)
}
