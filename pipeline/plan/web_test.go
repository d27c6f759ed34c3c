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
			warnings: []string{"uwsgi.ini has neither http-socket nor http, so nobody can ask the app over HTTP; add http-socket = 0.0.0.0:8000"}},
		{name: "this machine only", source: ini("[uwsgi]\nhttp-socket = 127.0.0.1:8000\n"), web: true, port: 8000, decided: "8000 | http-socket in uwsgi.ini",
			smoke:    "GET / on port 8000 answers below 500 (within 30s) | the default",
			warnings: []string{"uwsgi.ini: line 2: http-socket: 127.0.0.1 is reached from within the container only; write 0.0.0.0:8000"}},
		{name: "the key before the file", source: shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\nhttp-socket = :8080\n", "": "port = 9000"}), web: true, port: 9000, decided: `9000 | the key "port"`,
			smoke: "GET / on port 9000 answers below 500 (within 30s) | the default"},
		{name: "the key says none", source: shop([]string{"gunicorn"}, files{"": "port = 0"}), decided: `0 | the key "port"`, smoke: stays},
		{name: "a port, and no web app", source: app(files{"": "port = 5432"}), port: 5432, decided: `5432 | the key "port"`, smoke: stays},
		{name: "Procfile", source: app(files{"Procfile": "web: python app.py --port=5000\n"}), web: true, port: 5000, decided: "5000 | the command",
			smoke: "GET / on port 5000 answers below 500 (within 30s) | the default"},
		{name: "a variable with a value to fall back on", source: app(files{"": `command = "gunicorn --bind 0.0.0.0:${PORT:-5001} app:app"`}), web: true, port: 5001, decided: "5001 | the command",
			smoke: "GET / on port 5001 answers below 500 (within 30s) | the default"},
		{name: "a variable of env", source: app(files{"": "command = \"gunicorn -b :$PORT app:app\"\nenv = { PORT = \"5002\" }"}), web: true, port: 5002, decided: "5002 | the command",
			smoke: "GET / on port 5002 answers below 500 (within 30s) | the default"},
		{name: "a framework behind a command of its own", source: app(files{"requirements.txt": "flask\n", "": `command = ["python", "app.py"]`}), web: true, port: 8000,
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
	fails(t, app(files{"": "port = 0\nsmoke.path = \"/\""}), "smoke.path asks the app over HTTP, but port is 0")
}

func TestStop(t *testing.T) {
	t.Parallel()
	const (
		die   = "UWSGI_DIE_ON_TERM"
		mercy = "UWSGI_WORKER_RELOAD_MERCY"
		dies  = "SIGTERM alone reloads uWSGI"
		waits = "uWSGI waits a minute for a worker, and containers are killed after 10 seconds"
		both  = die + "=1, " + mercy + "=8: " + dies + "; " + waits + " | "
	)
	set := map[string]string{die: "1", mercy: "8"}
	for _, test := range []struct {
		name    string
		source  files
		env     map[string]string
		decided string
	}{
		{"another server", shop([]string{"gunicorn"}, nil), nil, ""},
		{"uWSGI", shop([]string{"uwsgi"}, files{"uwsgi.ini": ""}), set, both + "uWSGI in Pipfile.lock: line 6"},
		{"uWSGI by a command", app(files{"": `command = "/venv/bin/uwsgi --http :8000"`}), set, both + "the command"},
		{"uWSGI, with a word of the app's own", shop([]string{"uwsgi"}, files{"uwsgi.ini": "", "": `env = { UWSGI_DIE_ON_TERM = "0" }`}),
			map[string]string{mercy: "8"}, mercy + "=8: " + waits + " | uWSGI in Pipfile.lock: line 6"},
		{"uWSGI, with a word of its file", shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\nworker-reload-mercy = 3\n"}),
			map[string]string{die: "1"}, die + "=1: " + dies + " | uWSGI in Pipfile.lock: line 6"},
		{"uWSGI, with both in its file", shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\ndie-on-term=true\nworker-reload-mercy=3\n"}), nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, test.source)
			if diff := cmp.Diff(test.env, plan.Env); diff != "" {
				t.Errorf("variables differ (-want +got):\n%s", diff)
			}
			if got := decision(plan, "stop"); got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
		})
	}
}

func TestCollectstatic(t *testing.T) {
	t.Parallel()
	const no = "no: the settings have not both django.contrib.staticfiles and STATIC_ROOT | manage.py"
	for _, test := range []struct {
		name    string
		more    files
		want    bool
		decided string
	}{
		{"all there", nil, true, "yes | manage.py, django.contrib.staticfiles in shop/settings.py, STATIC_ROOT in shop/settings.py"},
		{"in a package of settings", files{"shop/settings.py": "", "shop/settings/base.py": "A = ['django.contrib.staticfiles']\n", "shop/settings/prod.py": "STATIC_ROOT = '/srv/static'\n"},
			true, "yes | manage.py, django.contrib.staticfiles in shop/settings/base.py, STATIC_ROOT in shop/settings/prod.py"},
		{"no place", files{"shop/settings.py": "A = ['django.contrib.staticfiles']\nSTATIC_ROOT = None\n"}, false, no},
		{"commented out", files{"shop/settings.py": "A = [\n    # 'django.contrib.staticfiles',\n]\nSTATIC_ROOT = 'static'\n"}, false, no},
		{"in the settings of tests", files{"shop/settings.py": "", "tests/settings.py": djangoSettings}, false, no},
		{"the key says no", files{"": "collectstatic = false"}, false, `no | the key "collectstatic"`},
		{"the key says yes", files{"": "collectstatic = true", "shop/settings.py": ""}, true, `yes | the key "collectstatic"`},
		{"below src", files{"manage.py": "", "src/manage.py": djangoManage, "shop/settings.py": "", "src/shop/settings.py": djangoSettings, "src/shop/__init__.py": ""},
			true, "yes | src/manage.py, django.contrib.staticfiles in src/shop/settings.py, STATIC_ROOT in src/shop/settings.py"},
		{"no manage.py", files{"manage.py": ""}, false, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, shop([]string{"gunicorn"}, test.more))
			if got := decision(plan, "collectstatic"); plan.Collectstatic != test.want || got != test.decided {
				t.Errorf("collectstatic %t, %q; want %t, %q", plan.Collectstatic, got, test.want, test.decided)
			}
		})
	}
	fails(t, app(files{"": "collectstatic = true"}), "collectstatic: the source has no manage.py of Django")
}

// A project in a folder of its own is not guessed at, but nor is it passed over
// in silence.
func TestManageInAFolder(t *testing.T) {
	t.Parallel()
	const notUsed = "backend/manage.py is not used, neither for static files nor for tests"
	below := func(more files) files {
		source := tested(app(files{
			"requirements.txt": "django\ngunicorn\n", "backend/manage.py": djangoManage,
			"backend/shop/__init__.py": "", "backend/shop/settings.py": djangoSettings, "backend/shop/wsgi.py": "",
		}))
		for name, text := range app(more) {
			if _, asked := more[name]; asked || name == "pyproject.toml" {
				source[name] = text
			}
		}
		return source
	}
	for _, test := range []struct {
		name string
		more files
		want []string
	}{
		{"a command that is detected", nil,
			[]string{notUsed + ", and the command does not find the modules beside it; choose the folder backend as the source (PIPELINE_APPS), with the requirements in it"}},
		{"a command of the app's own", files{"": `command = ["gunicorn", "--chdir", "backend", "shop.wsgi"]`},
			[]string{notUsed + "; choose the folder backend as the source (PIPELINE_APPS), with the requirements in it"}},
		{"the key says no", files{"": "collectstatic = false"}, nil},
		{"one of the tests", files{"backend/manage.py": "", "tests/manage.py": djangoManage}, nil},
		{"one at the top", files{"manage.py": djangoManage}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, read(t, below(test.more)).Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
	fails(t, below(files{"": "collectstatic = true"}), "collectstatic: the source has no manage.py of Django but backend/manage.py; choose the folder backend as the source")
}

func TestReleaseAndServices(t *testing.T) {
	t.Parallel()
	const procfile = "release: python manage.py migrate\n"
	for _, test := range []struct{ name, procfile, table, what, want string }{
		{"Procfile", procfile, "", "release", "python manage.py migrate | release in Procfile"},
		{"the key before it", procfile, `release = ["python", "release.py"]`, "release", `["python","release.py"] | the key "release"`},
		{"none", "web: python app.py\n", "", "release", ""},
		{"services", "", `services = { postgres = { databases = ["shop", "archive"] }, mailhog = {} }`, "services", `postgres 15 (shop, archive), mailhog v1.0.1; DATABASE_URL is set | the key "services"`},
		{"services, with an address of the app's own", "", "services = { postgres = {} }\nrun-env = { DATABASE_URL = \"x\" }", "services", `postgres 15 (app) | the key "services"`},
		{"mail alone", "", "services = { mailhog = {} }", "services", `mailhog v1.0.1 | the key "services"`},
		{"writable", "", `writable = ["media", "/data"]`, "writable", `media, /data | the key "writable"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, app(files{"Procfile": test.procfile, "": test.table}))
			if got := decision(plan, test.what); got != test.want {
				t.Errorf("decision %q, want %q", got, test.want)
			}
			if test.what == "release" && plan.Release.IsZero() == (test.want != "") {
				t.Errorf("release %q", plan.Release)
			}
		})
	}
	fails(t, app(files{"Procfile": "release: python a.py; python b.py\n"}), `Procfile: line 1: release holds ";"`)
}
