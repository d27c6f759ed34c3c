package plan

import "dagger/python-pipeline/settings"

// protocol is what a web app and its server speak.
type protocol string

const (
	wsgi protocol = "wsgi"
	asgi protocol = "asgi"
)

// framework is a web framework, whose own server is for development only.
type framework struct {
	name     string // as it calls itself
	protocol protocol
	objects  string // what a server could start
	example  string // a command with a production server
}

const objectFile = "app or application in app.py, main.py, wsgi.py or asgi.py"

var frameworks = map[string]framework{
	"django":  {"Django", wsgi, "WSGI_APPLICATION in its settings and no wsgi.py beside them", `["gunicorn", "--bind", "0.0.0.0:8000", "mysite.wsgi"]`},
	"flask":   {"Flask", wsgi, objectFile, `["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]`},
	"fastapi": {"FastAPI", asgi, objectFile, `["uvicorn", "--host", "0.0.0.0", "--port", "8000", "app:app"]`},
}

// framework is the first web framework of the lock.
func (r *reader) framework() (framework, requirement, bool) {
	for _, p := range r.production.packages {
		if f, ok := frameworks[p.name]; ok {
			return f, p, true
		}
	}
	return framework{}, requirement{}, false
}

// refuseFramework stops before a script is taken for the start command of a
// web app: what it starts would be a development server.
func (r *reader) refuseFramework() (settings.Command, string, error) {
	f, at, ok := r.framework()
	if !ok || len(r.lockedServers()) > 0 {
		return settings.Command{}, "", nil
	}
	return settings.Command{}, "", at.errorf("%s is a web framework, and its own server is not for production; add a production server to the lock (one of %s), or write what starts one in pyproject.toml: [tool.python-pipeline] command = %s, or a web line in a Procfile", f.name, serverNames(f.protocol), f.example)
}
