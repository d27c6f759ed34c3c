package plan

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/settings"
)

func TestCommand(t *testing.T) {
	t.Parallel()
	const scripts = "[project]\nname = \"calc\"\n[project.scripts]\n"
	python := func(args ...string) settings.Command { return settings.Exec(append([]string{"python"}, args...)...) }
	call := func(program string) settings.Command {
		return python("-c", program)
	}
	for _, test := range []struct {
		name   string
		source files // without the default app.py
		want   settings.Command
		from   string
		path   []string
	}{
		{"key before Procfile", files{"": `command = "python -m calc"`, "Procfile": "web: gunicorn app:app"},
			settings.Shell("python -m calc"), `the key "command"`, nil},
		{"Procfile", files{"Procfile": "# processes\r\nworker: python work.py\r\nweb: gunicorn --bind 0.0.0.0:8000 app:app\r\n", "app.py": ""},
			settings.Shell("gunicorn --bind 0.0.0.0:8000 app:app"), "web in Procfile", nil},
		{"Procfile of a worker", files{"Procfile": "worker: A=1 python work.py\nrelease: python tables.py\n", "tables.py": "", "work.py": "", "app.py": ""}, settings.Shell("A=1 python work.py"), "worker in Procfile", nil},
		{"Procfile of a worker of a web app", files{"requirements.txt": "flask\n", "Procfile": "worker: python work.py\n", "work.py": ""}, settings.Shell("python work.py"), "worker in Procfile", nil},
		{"Procfile with several workers", files{"Procfile": "worker: python work.py\nclock: python clock.py\n", "app.py": ""}, python("app.py"), "app.py", nil},
		{"Procfile with a job, and a server", files{"requirements.txt": "flask\ngunicorn\n", "Procfile": "nightly: python work.py\n", "app.py": "app = Flask(__name__)\n"},
			settings.Exec("gunicorn", "--bind", "0.0.0.0:8000", "app:app"), "app.py, gunicorn in requirements.txt: line 2", nil},
		{"Procfile with a tool that is not in the image", files{"Procfile": "web: poetry run gunicorn --bind :8000 app:app\n"}, settings.Shell("gunicorn --bind :8000 app:app"), "web in Procfile", nil},
		{"Procfile as a shell takes it", files{"Procfile": "web:LANG=C.UTF-8 PYTHONPATH=lib:$PYTHONPATH gunicorn \"shop:create_app(region='eu')\" # all\n"},
			settings.Shell(`LANG=C.UTF-8 PYTHONPATH=lib:$PYTHONPATH gunicorn "shop:create_app(region='eu')" # all`), "web in Procfile", nil},
		{"console script before scripts", files{"pyproject.toml": scripts + `calc = "calc.cli:main"`, "calc/cli.py": "", "calc/__init__.py": "", "app.py": ""},
			call(`import sys; from calc.cli import main; sys.argv[0] = "calc"; sys.exit(main())`), "[project.scripts] calc in pyproject.toml", nil},
		{"console script of a method, in a package, below src", files{"pyproject.toml": scripts + `calc = "calc:App.run [extra]"`, "src/calc/__init__.py": ""},
			call(`import sys; from calc import App; sys.argv[0] = "calc"; sys.exit(App.run())`), "[project.scripts] calc in pyproject.toml", []string{"src"}},
		{"two console scripts", files{"pyproject.toml": scripts + "a = \"calc:a\"\nb = \"calc:b\"\n", "calc.py": "", "main.py": ""}, python("main.py"), "main.py", nil},
		{"the only package", files{"calc/__init__.py": "", "calc/__main__.py": "", "tests/__init__.py": "", "main.py": ""}, python("-m", "calc"), "calc/__main__.py", nil},
		{"the only package, below src", files{"src/calc/__init__.py": "", "src/calc/__main__.py": ""}, python("-m", "calc"), "src/calc/__main__.py", []string{"src"}},
		{"two packages", files{"a/__init__.py": "", "a/__main__.py": "", "b/__init__.py": "", "bot.py": ""}, python("bot.py"), "bot.py", nil},
		{"two packages, one with the project's name", files{"pyproject.toml": "[project]\nname = \"the-shop\"\n", "the_shop/__init__.py": "", "the_shop/__main__.py": "", "checks/__init__.py": "", "checks/__main__.py": "", "bot.py": ""},
			python("-m", "the_shop"), "the_shop/__main__.py", nil},
		{"a package without __main__", files{"a/__init__.py": "", "bot.py": ""}, python("bot.py"), "bot.py", nil},
		{"src is a package", files{"src/__init__.py": "", "src/__main__.py": ""}, python("-m", "src"), "src/__main__.py", nil},
		{"two scripts", files{"main.py": "", "app.py": "", "bot.py": ""}, python("main.py"), "main.py (before app.py, bot.py)", nil},
		{"aiohttp as a client", files{"requirements.txt": "aiohttp\n", "bot.py": "import aiohttp\nfrom aiohttp import ClientSession\n# from aiohttp import web\n"}, python("bot.py"), "bot.py", nil},
		{"aiohttp with a key", files{"requirements.txt": "aiohttp\n", "app.py": "from aiohttp import web\n", "": `command = ["python", "app.py"]`}, python("app.py"), `the key "command"`, nil},
		{"Sanic with a key", files{"requirements.txt": "sanic\n", "": `command = ["sanic", "app:app"]`}, settings.Exec("sanic", "app:app"), `the key "command"`, nil},
		{"framework with a key", files{"requirements.txt": "flask\n", "": `command = ["gunicorn", "app:app"]`}, settings.Exec("gunicorn", "app:app"), `the key "command"`, nil},
		{"framework with a Procfile", files{"requirements.txt": "django\n", "Procfile": "web: gunicorn mysite.wsgi"}, settings.Shell("gunicorn mysite.wsgi"), "web in Procfile", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := app(test.source)
			if _, ok := test.source["app.py"]; !ok {
				delete(source, "app.py")
			}
			plan := read(t, source)
			if diff := cmp.Diff(test.want, plan.Command); diff != "" {
				t.Errorf("command differs (-want +got):\n%s", diff)
			}
			if got, want := decision(plan, "command"), test.want.String()+" | "+test.from; got != want {
				t.Errorf("decision %q, want %q", got, want)
			}
			if diff := cmp.Diff(test.path, plan.PythonPath); diff != "" {
				t.Errorf("python path differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCommandErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"nothing", files{"calculator.py": ""}, `none of main.py, app.py, bot.py, run.py, start.py, server.py, cli.py; write it in pyproject.toml: [tool.python-pipeline] command = ["python", "…"]`},
		{"Flask", files{"requirements.txt": "lark\nFlask==3.0\n", "app.py": ""}, "requirements.txt: line 2: Flask is a web framework, and its own server is not for production"},
		{"Dash", files{"requirements.txt": "dash\nflask\n", "app.py": "app = Dash(__name__)\napp.run(debug=True)\n"},
			`requirements.txt: line 1: Dash is a web framework, and its own server is not for production; add a production server to the lock or the key extra-packages (one of uWSGI, gunicorn, waitress, granian), or write a command that starts one in pyproject.toml: [tool.python-pipeline] command = ["gunicorn", "--bind", "0.0.0.0:8000", "app:server"]`},
		{"Quart, which stands on Flask", files{"requirements.txt": "flask\nquart\n", "app.py": "app.run()\n"}, "requirements.txt: line 2: Quart is a web framework, and its own server is not for production; add a production server to the lock or the key extra-packages (one of uvicorn, hypercorn, granian, daphne)"},
		{"Bottle", files{"requirements.txt": "bottle\n", "app.py": "run()\n"}, "requirements.txt: line 1: Bottle is a web framework"},
		{"Sanic", files{"requirements.txt": "sanic\n", "app.py": "app.run(debug=True)\n"}, `requirements.txt: line 1: Sanic is a web framework, and a script may run its server for development; write the command for production in pyproject.toml: [tool.python-pipeline] command = ["sanic", "--host=0.0.0.0", "--port=8000", "app:app"]`},
		{"an extension of Flask", files{"requirements.txt": "lark\nflask-restx\n", "app.py": ""}, "requirements.txt: line 2: Flask (which flask-restx needs) is a web framework, and its own server"},
		{"another extension of Flask", files{"requirements.txt": "APIFlask\n", "app.py": ""}, "requirements.txt: line 1: Flask (which apiflask needs) is a web framework"},
		{"an extension of Flask before it", files{"requirements.txt": "flask-cors\nflask\n", "app.py": ""}, "requirements.txt: line 2: Flask is a web framework"},
		{"aiohttp that serves", files{"requirements.txt": "lark\naiohttp\n", "app.py": "import asyncio\nfrom aiohttp import ClientSession, web\nweb.run_app(app)\n"},
			`requirements.txt: line 2: aiohttp serves in app.py, which may be for development only; if it is for production, write in pyproject.toml: [tool.python-pipeline] command = ["python", "app.py"]; with gunicorn`},
		{"aiohttp that serves, by its module", files{"requirements.txt": "aiohttp\n", "main.py": "import aiohttp.web\n"}, "aiohttp serves in main.py"},
		{"Django", files{"requirements.txt": "django\n", "main.py": ""}, `[tool.python-pipeline] command = ["gunicorn", "--bind", "0.0.0.0:8000", "mysite.wsgi"], or a web line in a Procfile`},
		{"FastAPI with a console script", files{"requirements.txt": "fastapi[standard]\n", "pyproject.toml": "[project.scripts]\na = \"a:b\"\n", "a.py": ""}, `"uvicorn"`},
		{"Procfile of a command in the background", files{"Procfile": "\nweb: gunicorn app:app &\n"}, `Procfile: line 2: web ends with "&", so the shell would end at once`},
		{"Procfile with an open quote", files{"Procfile": "web: gunicorn 'app\n"}, "Procfile: line 1: web is not a line that /bin/sh understands"},
		{"Procfile with variables alone", files{"Procfile": "web: A=1\n"}, "Procfile: line 1: web names no program"},
		{"Procfile of nothing", files{"Procfile": "web:\n"}, "Procfile: line 1: web names no program"},
		{"console script of nothing", files{"pyproject.toml": "[project.scripts]\ncalc = \"calc\"\n"}, `pyproject.toml: [project.scripts]: calc = "calc" is not a valid entry point; write it like "package.module:function"`},
		{"console script of an unknown module", files{"pyproject.toml": "[project.scripts]\ncalc = \"calc.cli:main\"\n", "app.py": ""}, "pyproject.toml: [project.scripts]: calc: the source has no module calc.cli, neither at its top nor in src"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := app(test.source)
			if _, ok := test.source["app.py"]; !ok {
				delete(source, "app.py")
			}
			fails(t, source, test.want)
		})
	}
}
