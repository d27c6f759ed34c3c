package plan

import (
	"testing"

	"dagger/python-pipeline/settings"
)

const (
	flaskFactory   = "from flask import Flask\n\n\ndef create_app():\n    app = Flask(__name__)\n\n    return app\n"
	fastAPIFactory = "from fastapi import FastAPI\n\n\ndef create_app() -> FastAPI:\n    return FastAPI()\n"
)

func TestFactories(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   []string
		from   string
	}{
		{"uvicorn", files{"requirements.txt": "fastapi\nuvicorn\n", "bakery/api.py": fastAPIFactory},
			[]string{"uvicorn", "--host", "0.0.0.0", "--port", "8000", "--factory", "bakery.api:create_app"}, "bakery/api.py: line 4, uvicorn in requirements.txt: line 2"},
		{"gunicorn", files{"requirements.txt": "flask\ngunicorn\n", "bakery/__init__.py": flaskFactory},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "bakery:create_app()"}, "bakery/__init__.py: line 4, gunicorn in requirements.txt: line 2"},
		{"waitress", files{"requirements.txt": "flask\nwaitress\n", "bakery/__init__.py": flaskFactory},
			[]string{"waitress-serve", "--listen", "0.0.0.0:8000", "--call", "bakery:create_app"}, "bakery/__init__.py: line 4, waitress in requirements.txt: line 2"},
		{"hypercorn", files{"requirements.txt": "quart\nhypercorn\n", "app.py": "def make_app():\n    return Quart(__name__)\n"},
			[]string{"hypercorn", "--bind", "0.0.0.0:8000", "app:make_app()"}, "app.py: line 1, hypercorn in requirements.txt: line 2"},
		{"granian", files{"requirements.txt": "starlette\ngranian\n", "src/bakery/main.py": "async def ready(): ...\n\ndef get_app():\n    return Starlette(routes=[])\n"},
			[]string{"granian", "--interface", "asgi", "--host", "0.0.0.0", "--port", "8000", "--factory", "bakery.main:get_app"}, "src/bakery/main.py: line 3, granian in requirements.txt: line 2"},
		{"parameters with defaults", files{"requirements.txt": "flask\ngunicorn\n",
			"bakery.py": "def create_app(\n    name: str = \"a, b)\",  # (\n    at: tuple[int, int] = (1, 2),\n    *,\n    debug=False,\n    **more,\n) -> Flask:\n    return Flask(name)\n"},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "bakery:create_app()"}, "bakery.py: line 1, gunicorn in requirements.txt: line 2"},
		{"one of two can be called", files{"requirements.txt": "flask\ngunicorn\n", "bakery/one.py": "def create_app(config):\n    return Flask(config)\n", "bakery/two.py": flaskFactory},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "bakery.two:create_app()"}, "bakery/two.py: line 4, gunicorn in requirements.txt: line 2"},
		{"one of two makes an object", files{"requirements.txt": "flask\ngunicorn\n", "bakery/one.py": "def make_app():\n    return Celery()\n", "bakery/two.py": flaskFactory},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "bakery.two:create_app()"}, "bakery/two.py: line 4, gunicorn in requirements.txt: line 2"},
		{"a test's own, and a getter of something else", files{"requirements.txt": "flask\ngunicorn\n", "tests/app.py": flaskFactory, "bakery/test_app.py": flaskFactory, "bakery/a.py": "def get_app():\n    return current\n", "bakery/two.py": flaskFactory},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "bakery.two:create_app()"}, "bakery/two.py: line 4, gunicorn in requirements.txt: line 2"},
		{"what it returns, before the factory", files{"requirements.txt": "flask\ngunicorn\n", "bakery/__init__.py": flaskFactory, "serve.py": "from bakery import create_app\n\napp = create_app()\n"},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "serve:app"}, "serve.py, gunicorn in requirements.txt: line 2"},
		{"an object in a package", files{"requirements.txt": "fastapi\nuvicorn\n", "bakery/main.py": "app = FastAPI()\nadmin = FastAPI()\n"},
			[]string{"uvicorn", "--host", "0.0.0.0", "--port", "8000", "bakery.main:app"}, "bakery/main.py, uvicorn in requirements.txt: line 2"},
		{"an object of another name", files{"requirements.txt": "falcon\ngunicorn\n", "oven.py": "oven = falcon.App()\n"},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "oven:oven"}, "oven.py, gunicorn in requirements.txt: line 2"},
		{"a module for servers", files{"requirements.txt": "flask\ngunicorn\n", "bakery/__init__.py": "app = Flask(__name__)\n", "bakery/wsgi.py": "app = create_app()\n"},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "bakery.wsgi:app"}, "bakery/wsgi.py, gunicorn in requirements.txt: line 2"},
		{"Dash in a package", files{"requirements.txt": "dash\ngunicorn\n", "board/main.py": "app = Dash(__name__)\nserver = app.server\n"},
			[]string{"gunicorn", "--bind", "0.0.0.0:8000", "board.main:server"}, "board/main.py, gunicorn in requirements.txt: line 2"},
		{"a script that calls the factory with its own server", files{"requirements.txt": "waitress\n", "bakery.py": "def make_app(config):\n    return config\n", "main.py": "waitress.serve(make_app(1))\n"},
			[]string{"python", "main.py"}, "main.py"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := tested(app(test.source))
			if _, ok := test.source["app.py"]; !ok {
				delete(source, "app.py")
			}
			if got, want := decision(read(t, source), "command"), settings.Exec(test.want...).String()+" | "+test.from; got != want {
				t.Errorf("decision %q, want %q", got, want)
			}
		})
	}
}

func TestFactoryErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"two factories", files{"requirements.txt": "fastapi\nuvicorn\n", "bakery/api.py": fastAPIFactory, "bakery/web.py": fastAPIFactory},
			`start command: each of bakery.api:create_app (bakery/api.py: line 4), bakery.web:create_app (bakery/web.py: line 4) may make the app; write in pyproject.toml: [tool.python-pipeline] command = ["uvicorn","--host","0.0.0.0","--port","8000","--factory","bakery.api:create_app"], or another of them`},
		{"two objects", files{"requirements.txt": "flask\ngunicorn\n", "bakery/one.py": "app = Flask(__name__)\n", "bakery/two.py": "app = Flask(__name__)\n"},
			`start command: each of bakery.one:app (bakery/one.py), bakery.two:app (bakery/two.py) may be the app; write in pyproject.toml: [tool.python-pipeline] command = ["gunicorn","--bind","0.0.0.0:8000","bakery.one:app"]`},
		{"a factory with parameters", files{"requirements.txt": "flask\ngunicorn\n", "bakery/web.py": "def create_app(region, debug=False, *, oven: dict[str, int]):\n    return Flask(region)\n"},
			`bakery/web.py: line 1: create_app makes the app, but needs region, oven, which no server gives it; give a default to each, or write in pyproject.toml: [tool.python-pipeline] command = ["gunicorn", "--bind", "0.0.0.0:8000", "bakery.web:create_app(region=…, oven=…)"]`},
		{"a factory with parameters, for a server that calls it without", files{"requirements.txt": "fastapi\nuvicorn\n", "bakery/web.py": "def create_app(region):\n    return FastAPI(title=region)\n"},
			`[tool.python-pipeline] command = ["uvicorn","--host","0.0.0.0","--port","8000","asgi:app"] with app = create_app(…) in a file asgi.py`},
		{"a server that calls no factory", files{"requirements.txt": "fastapi\ndaphne\n", "bakery/api.py": fastAPIFactory},
			"requirements.txt: line 2: daphne calls no factory, and bakery.api:create_app (bakery/api.py: line 4) is one; write app = create_app() in a file asgi.py, or add another server to the lock (one of uvicorn, hypercorn, granian)"},
		{"a factory of another protocol", files{"requirements.txt": "fastapi\ngunicorn\n", "bakery/api.py": fastAPIFactory},
			"requirements.txt: line 2: gunicorn does not serve ASGI, the protocol of bakery.api:create_app (bakery/api.py: line 4); add one of uvicorn, hypercorn, granian, daphne"},
		{"a factory without a server", files{"requirements.txt": "fastapi\n", "bakery/api.py": fastAPIFactory},
			`requirements.txt: line 1: FastAPI is a web framework, and its own server is not for production; add a production server to the lock or the key extra-packages (one of uvicorn, hypercorn, granian, daphne), or write a command that starts one in pyproject.toml: [tool.python-pipeline] command = ["uvicorn","--host","0.0.0.0","--port","8000","--factory","bakery.api:create_app"], or`},
		{"neither object nor factory", files{"requirements.txt": "flask\ngunicorn\n", "bakery/api.py": "def create():\n    pass\n"},
			"requirements.txt: line 1: Flask is in the lock, but the source has no app or application in app.py, main.py, wsgi.py, asgi.py or application.py, makes none elsewhere, and has no function such as create_app that does; write in pyproject.toml: [tool.python-pipeline] command = "},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := app(test.source)
			delete(source, "app.py")
			fails(t, source, test.want)
		})
	}
}
