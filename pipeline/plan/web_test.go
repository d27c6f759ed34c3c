package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWeb(t *testing.T) {
	t.Parallel()
	ini := func(text string) files { return shop([]string{"uwsgi"}, files{"uwsgi.ini": text}) }
	const stays = "the app's command stays up (within 30s) | the default"
	for _, test := range []struct {
		name     string
		source   files
		web      bool
		port     int
		decided  string
		smoke    string
		warnings []string
	}{
		{name: "no web app", source: app(nil), smoke: stays},
		{name: "gunicorn", source: shop([]string{"gunicorn"}, nil), web: true, port: 8000, decided: "8000 | the default of web apps (gunicorn)",
			smoke: "GET / on port 8000 answers below 500 (within 30s) | the default"},
		{name: "http-socket", source: ini("[uwsgi]\nhttp-socket = 0.0.0.0:8080\n"), web: true, port: 8080, decided: "8080 | http-socket in uwsgi.ini",
			smoke: "GET / on port 8080 answers below 500 (within 30s) | the default"},
		{name: "http, for a router", source: ini("[other]\nhttp = :1\n[uwsgi]\n; http = :2\nhttp=:9090,127.0.0.1:3031\n"), web: true, port: 9090, decided: "9090 | http in uwsgi.ini",
			smoke: "GET / on port 9090 answers below 500 (within 30s) | the default"},
		{name: "http-socket of a variable", source: ini("[uwsgi]\nhttp-socket = :$(PORT)\n"), web: true, port: 8000, decided: "8000 | the default of web apps (uWSGI)",
			smoke: "GET / on port 8000 answers below 500 (within 30s) | the default"},
		{name: "the protocol of uWSGI", source: ini("[uwsgi]\nsocket = :8000\n"), web: true, port: 8000, decided: "8000 | the default of web apps (uWSGI)",
			smoke:    "GET / on port 8000 answers below 500 (within 30s) | the default",
			warnings: []string{"uwsgi.ini has neither http-socket nor http, so the app does not answer over HTTP; add http-socket = 0.0.0.0:8000"}},
		{name: "this machine only", source: ini("[uwsgi]\nhttp-socket = 127.0.0.1:8000\n"), web: true, port: 8000, decided: "8000 | http-socket in uwsgi.ini",
			smoke:    "GET / on port 8000 answers below 500 (within 30s) | the default",
			warnings: []string{"uwsgi.ini: line 2: http-socket: 127.0.0.1 is reached from within the container only; write 0.0.0.0:8000"}},
		{name: "the key before the file", source: shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\nhttp-socket = :8080\n", "": "port = 9000"}), web: true, port: 9000, decided: `9000 | the key "port"`,
			smoke: "GET / on port 9000 answers below 500 (within 30s) | the default"},
		{name: "the key 0", source: shop([]string{"gunicorn"}, files{"": "port = 0"}), decided: `0 | the key "port"`, smoke: stays},
		{name: "a port, and no web app", source: app(files{"": "port = 5432"}), port: 5432, decided: `5432 | the key "port"`, smoke: stays},
		{name: "Procfile", source: app(files{"Procfile": "web: python app.py --port=5000\n"}), web: true, port: 5000, decided: "5000 | the command",
			smoke: "GET / on port 5000 answers below 500 (within 30s) | the default"},
		{name: "an address in quotes", source: app(files{"": `command = 'gunicorn --bind "0.0.0.0:${PORT:-5001}" app:app'`}), web: true, port: 5001, decided: "5001 | the command",
			smoke: "GET / on port 5001 answers below 500 (within 30s) | the default"},
		{name: "a variable with a default", source: app(files{"": `command = "gunicorn --bind 0.0.0.0:${PORT:-5001} app:app"`}), web: true, port: 5001, decided: "5001 | the command",
			smoke: "GET / on port 5001 answers below 500 (within 30s) | the default"},
		{name: "a variable of env", source: app(files{"": "command = \"gunicorn -b :$PORT app:app\"\nenv = { PORT = \"5002\" }"}), web: true, port: 5002, decided: "5002 | the command",
			smoke: "GET / on port 5002 answers below 500 (within 30s) | the default"},
		{name: "a framework with the key command", source: app(files{"requirements.txt": "flask\n", "": `command = ["python", "app.py"]`}), web: true, port: 8000,
			decided: "8000 | the default of web apps (Flask in requirements.txt: line 1)", smoke: "GET / on port 8000 answers below 500 (within 30s) | the default"},
		{name: "smoke with a path", source: app(files{"": `smoke = { path = "/health", status = 204, timeout = "5s" }`}), web: true, port: 8000, decided: `8000 | the default of web apps (the key "smoke")`,
			smoke: `GET /health on port 8000 answers with 204 (within 5s) | the key "smoke"`},
		{name: "smoke with an answer", source: app(files{"": `smoke = { path = "/", json = { ok = true, checks = { db = "up" } } }`}), web: true, port: 8000, decided: `8000 | the default of web apps (the key "smoke")`,
			smoke: `GET / on port 8000 answers below 500, holds {"checks":{"db":"up"},"ok":true} (within 30s) | the key "smoke"`},
		{name: "smoke with several requests", source: app(files{"": `smoke = { path = "/health", requests = [{ path = "/api", status = 200 }] }`}), web: true, port: 8000, decided: `8000 | the default of web apps (the key "smoke")`,
			smoke: `GET /health on port 8000 answers below 500; GET /api on port 8000 answers with 200 (within 30s) | the key "smoke"`},
		{name: "smoke with a time only", source: shop([]string{"gunicorn"}, files{"": `smoke.timeout = "5s"`}), web: true, port: 8000, decided: "8000 | the default of web apps (gunicorn)",
			smoke: `GET / on port 8000 answers below 500 (within 5s) | the key "smoke"`},
		{name: "smoke with a command", source: shop([]string{"gunicorn"}, files{"": `smoke.command = "python manage.py check"`}), web: true, port: 8000, decided: "8000 | the default of web apps (gunicorn)",
			smoke: `python manage.py check, exits with 0 (within 30s) | the key "smoke"`},
		{name: "smoke with the status of success", source: app(files{"": `smoke.status = 0`}), smoke: `the app's command, exits with 0 (within 30s) | the key "smoke"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(test.source))
			if plan.Web != test.web || plan.Port != test.port {
				t.Errorf("web %t on %d, want %t on %d", plan.Web, plan.Port, test.web, test.port)
			}
			if got := decision(plan, "port"); got != test.decided {
				t.Errorf("port %q, want %q", got, test.decided)
			}
			if got := decision(plan, "smoke"); got != test.smoke {
				t.Errorf("smoke %q, want %q", got, test.smoke)
			}
			if diff := cmp.Diff(test.warnings, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWebErrors(t *testing.T) {
	t.Parallel()
	fails(t, shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\nhttp-socket = :80\n"}), "uwsgi.ini: line 2: http-socket: port 80 is not possible: the app does not run as root")
	fails(t, app(files{"": "port = 0\nsmoke.path = \"/\""}), "smoke.path requests the app over HTTP, but port is 0")
	for _, command := range []string{"gunicorn -b :80 app:app", "gunicorn --bind=0.0.0.0:443 app:app", "uvicorn --host 0.0.0.0 --port 1023 app:app", "daphne -p 80 app:app"} {
		fails(t, app(files{"Procfile": "web: " + command + "\n"}), "web in Procfile: port ", " is not possible: the app does not run as root; choose one from 1024 to 65535")
	}
}
