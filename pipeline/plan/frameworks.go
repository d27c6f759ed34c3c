package plan

import "dagger/python-pipeline/settings"

// framework is a web framework, whose own server is for development only.
type framework struct {
	name    string // as it calls itself
	example string // a command with a production server
}

var frameworks = map[string]framework{
	"django":  {"Django", `["gunicorn", "--bind", "0.0.0.0:8000", "mysite.wsgi"]`},
	"flask":   {"Flask", `["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]`},
	"fastapi": {"FastAPI", `["uvicorn", "--host", "0.0.0.0", "--port", "8000", "app:app"]`},
}

// refuseFramework stops before a script is taken for the start command of a
// web app: what it starts would be a development server.
func (r *reader) refuseFramework() (settings.Command, string, error) {
	for _, p := range r.production.packages {
		if f, ok := frameworks[p.name]; ok {
			return settings.Command{}, "", p.errorf("%s is a web framework, and its own server is not for production; add a production server to the requirements and write in pyproject.toml: [tool.python-pipeline] command = %s, or a web line in a Procfile", f.name, f.example)
		}
	}
	return settings.Command{}, "", nil
}
