package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

const (
	djangoManage   = "import os\nos.environ.setdefault(\"DJANGO_SETTINGS_MODULE\", \"shop.settings\")\nfrom django.core.management import execute_from_command_line\n"
	djangoSettings = "INSTALLED_APPS = [\n    \"django.contrib.staticfiles\",\n]\nWSGI_APPLICATION = \"shop.wsgi.application\"\nSTATIC_ROOT = BASE_DIR / \"static\"\n"
)

// shop is a Django app with these packages in its Pipfile.lock, from line 5 on.
func shop(packages []string, more files) files {
	source := files{"manage.py": djangoManage, "shop/__init__.py": "", "shop/settings.py": djangoSettings, "shop/wsgi.py": ""}
	for name, text := range more {
		source[name] = text
	}
	var entries []string
	for _, name := range append([]string{"django"}, packages...) {
		entries = append(entries, release(name))
	}
	source = pipenv(entries, source)
	delete(source, "app.py")
	return source
}

func TestProductionServer(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   []string
		from   string
	}{
		{"uWSGI with its file", shop([]string{"gunicorn", "uwsgi"}, files{"uwsgi.ini": "", "dev-uwsgi.ini": ""}),
			[]string{"uwsgi", "--ini", "uwsgi.ini"}, "uwsgi.ini, uWSGI in Pipfile.lock: line 7"},
		{"uWSGI with the only file", shop([]string{"pyuwsgi"}, files{"deploy/uwsgi_prod.ini": ""}),
			[]string{"uwsgi", "--ini", "deploy/uwsgi_prod.ini"}, "deploy/uwsgi_prod.ini, uWSGI in Pipfile.lock: line 6"},
		{"uWSGI without a file gives way", shop([]string{"uwsgi", "gunicorn"}, nil),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi:application"}, "WSGI_APPLICATION in shop/settings.py, gunicorn in Pipfile.lock: line 7"},
		{"gunicorn before waitress, on the port of the key", shop([]string{"waitress", "gunicorn"}, files{"": "port = 9000"}),
			[]string{"gunicorn", "--bind", "0.0.0.0:9000", "shop.wsgi:application"}, "WSGI_APPLICATION in shop/settings.py, gunicorn in Pipfile.lock: line 7"},
		{"granian", shop([]string{"granian"}, nil),
			[]string{"granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "shop.wsgi:application"}, "WSGI_APPLICATION in shop/settings.py, granian in Pipfile.lock: line 6"},
		{"Django over ASGI", shop([]string{"daphne"}, files{"shop/asgi.py": ""}),
			[]string{"daphne", "-b", "0.0.0.0", "-p", "8000", "shop.asgi:application"}, "shop/asgi.py, daphne in Pipfile.lock: line 6"},
		{"Django's wsgi.py beside a package of settings", shop([]string{"gunicorn"}, files{"shop/settings.py": "", "shop/settings/base.py": "", "shop/settings/production.py": ""}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi:application"}, "shop/wsgi.py, gunicorn in Pipfile.lock: line 6"},
		{"Django below src", app(files{"requirements.txt": "django\ngunicorn\n", "src/shop/__init__.py": "", "src/shop/settings.py": "", "src/shop/wsgi.py": ""}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "shop.wsgi:application"}, "src/shop/wsgi.py, gunicorn in requirements.txt: line 2"},
		{"settings of another name", shop([]string{"gunicorn"}, files{
			"manage.py": "os.environ[\"DJANGO_SETTINGS_MODULE\"] = \"shop.conf\" # django\n", "shop/settings.py": "", "shop/conf.py": "WSGI_APPLICATION = 'shop.web.app'\n", "shop/web.py": ""}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "shop.web:app"}, "WSGI_APPLICATION in shop/conf.py, gunicorn in Pipfile.lock: line 6"},
		{"Flask", app(files{"requirements.txt": "flask\nhypercorn\ngunicorn\n", "app.py": "from flask import Flask\n\napp = Flask(__name__)\n"}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "app:app"}, "app.py, gunicorn in requirements.txt: line 3"},
		{"Flask, imported", app(files{"requirements.txt": "flask\ngunicorn\n", "app.py": "", "wsgi.py": "from shop import create, app as application  # WSGI\n"}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "wsgi:application"}, "wsgi.py, gunicorn in requirements.txt: line 2"},
		{"an extension of Flask", app(files{"requirements.txt": "flask-restx\ngunicorn\n", "app.py": "app = Flask(__name__)\n"}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "app:app"}, "app.py, gunicorn in requirements.txt: line 2"},
		{"Dash", app(files{"requirements.txt": "dash\nflask\ngunicorn\n", "app.py": "app = Dash(__name__)\nserver = app.server\n"}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "app:server"}, "app.py, gunicorn in requirements.txt: line 3"},
		{"Dash within Flask", app(files{"requirements.txt": "dash\ngunicorn\n", "app.py": "app = flask.Flask(__name__)\nboard = Dash(server=app)\n"}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "app:app"}, "app.py, gunicorn in requirements.txt: line 2"},
		{"Quart", app(files{"requirements.txt": "flask\ngunicorn\nhypercorn\nquart\n", "app.py": "app = Quart(__name__)\n"}),
			[]string{"hypercorn", "--bind", "0.0.0.0:8000", "app:app"}, "app.py, hypercorn in requirements.txt: line 3"},
		{"a file application.py beside another app", app(files{"requirements.txt": "flask\ngunicorn\n", "app.py": "", "application.py": "application = Flask(\"app\")\n", "run_celery.py": "application = Flask(\"delivery\")\n"}),
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "application:application"}, "application.py, gunicorn in requirements.txt: line 2"},
		{"FastAPI with types", app(files{"requirements.txt": "fastapi\ngunicorn\nuvicorn\n", "app.py": "", "main.py": "app: FastAPI = FastAPI()\n"}),
			[]string{"uvicorn", "--host", "0.0.0.0", "--port", "8000", "main:app"}, "main.py, uvicorn in requirements.txt: line 3"},
		{"hypercorn", app(files{"requirements.txt": "fastapi\nhypercorn\n", "app.py": "app = FastAPI()\n"}),
			[]string{"hypercorn", "--bind", "0.0.0.0:8000", "app:app"}, "app.py, hypercorn in requirements.txt: line 2"},
		{"no framework", app(files{"requirements.txt": "granian\n", "asgi.py": "application = make()\n"}),
			[]string{"granian", "--interface", "asgi", "--host", "0.0.0.0", "--port", "8000", "asgi:application"}, "asgi.py, granian in requirements.txt: line 1"},
		{"a script that starts its server itself", app(files{"requirements.txt": "waitress\n", "app.py": "if app == 1:\n    waitress.serve(make())\n"}),
			[]string{"python", "app.py"}, "app.py"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, test.source)
			want := settings.Exec(test.want...)
			if diff := cmp.Diff(want, plan.Command); diff != "" {
				t.Errorf("command differs (-want +got):\n%s", diff)
			}
			if got, want := decision(plan, "command"), want.String()+" | "+test.from; got != want {
				t.Errorf("decision %q, want %q", got, want)
			}
		})
	}
}

func TestProductionServerErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"no server", shop(nil, nil), "Pipfile.lock: line 5: Django is a web framework, and its own server is not for production; add a production server to the lock or the key extra-packages (one of uWSGI, gunicorn, waitress, granian), or write"},
		{"a server of the tests alone", app(files{"requirements.txt": "flask\n", "requirements-dev.txt": "pytest\ngunicorn\n"}),
			"requirements.txt: line 1: Flask is a web framework, and its own server is not for production; gunicorn (requirements-dev.txt: line 2) is among the packages of the tests alone: move it"},
		{"a server of an extra", files{"app.py": "", "pyproject.toml": "[tool.poetry]\nname = \"shop\"\n", "poetry.lock": `[metadata]
lock-version = "2.1"
[[package]]
name = "flask"
version = "3"
groups = ["main"]
files = [{hash = "sha256:00"}]
[[package]]
name = "gunicorn"
version = "23"
groups = ["main"]
markers = "extra == \"deploy\""
files = [{hash = "sha256:00"}]
`}, "poetry.lock: line 3: Flask is a web framework, and its own server is not for production; gunicorn is in the lock (poetry.lock: line 8), but production does not get it: name the group or the extra"},
		{"no server for ASGI", app(files{"requirements.txt": "fastapi\n", "app.py": "app = FastAPI()\n"}), "add a production server to the lock or the key extra-packages (one of uvicorn, hypercorn, granian, daphne)"},
		{"the wrong server", app(files{"requirements.txt": "fastapi\ngunicorn\n", "app.py": "app = FastAPI()\n"}),
			"requirements.txt: line 2: gunicorn does not serve ASGI, the protocol of app:app (app.py); add one of uvicorn, hypercorn, granian, daphne to the lock"},
		{"two files of uWSGI", shop([]string{"uwsgi"}, files{"uwsgi_a.ini": "", "uwsgi_b.ini": ""}),
			`uWSGI: each of uwsgi_a.ini, uwsgi_b.ini may be for production; write in pyproject.toml: [tool.python-pipeline] command = ["uwsgi", "--ini", "uwsgi_a.ini"]`},
		{"no file of uWSGI", shop([]string{"uwsgi"}, nil), "Pipfile.lock: line 6: uWSGI is in the lock, but the source has no uwsgi.ini that configures it; write it"},
		{"two projects of Django", shop([]string{"gunicorn"}, files{"shop/settings.py": "", "blog/settings.py": "", "blog/wsgi.py": ""}),
			"start command: blog.wsgi:application (blog/wsgi.py) and shop.wsgi:application (shop/wsgi.py) may both be the app"},
		{"Django without an object", app(files{"requirements.txt": "django\ngunicorn\n", "shop/settings.py": ""}),
			"requirements.txt: line 1: Django is in the lock, but the source has no WSGI_APPLICATION in its settings and no wsgi.py beside them; write"},
		{"Dash without its server", app(files{"requirements.txt": "dash\ngunicorn\n", "app.py": "app = Dash(__name__)\n"}),
			`requirements.txt: line 1: Dash is in the lock, but the source has no server = app.server in app.py, main.py, wsgi.py, asgi.py or application.py; write in pyproject.toml: [tool.python-pipeline] command = ["gunicorn", "--bind", "0.0.0.0:8000", "app:server"]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			fails(t, test.source, test.want)
		})
	}
}
