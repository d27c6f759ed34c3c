package failure

import (
	"strings"
	"testing"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	const (
		ended    = "it ended with exit status 1 before it answered"
		silent   = "it did not answer at http://127.0.0.1:8000/ within 30 s"
		postgres = "[tool.python-pipeline.services.postgres]"
		release  = "let the key release make them"
	)
	for name, test := range map[string]struct{ cause, problem, log, want string }{
		"nobody knows":                {"status", ended, "Traceback\nValueError: 7", "look at its output; the keys command"},
		"no handler":                  {"no-handler", "nothing in python handles SIGTERM; as process 1 of a container it would be ignored", "", `or write stop-signal = "SIGINT"`},
		"a folder":                    {"status", ended, "FileNotFoundError\nPermissionError: [Errno 13] Permission denied: '/app/media'", "may not write /app/media: add it to the key writable, such as writable = [\"media\"]"},
		"a file":                      {"status", ended, "OSError: [Errno 30] Read-only file system: '/srv/shop/cache.db'\n", "may not write /srv/shop/cache.db: add its folder to the key writable"},
		"a folder, in bytes":          {"status", ended, "PermissionError: [Errno 13] Permission denied: b'/app/media'", "may not write /app/media"},
		"a folder of a script":        {"release-status", "its release command ended with exit status 1", "mkdir: cannot create directory '/app/log': Permission denied", "may not write /app/log"},
		"a file of a script":          {"release-status", "its release command ended with exit status 2", "sh: 1: cannot create /app/out: Permission denied", "may not write /app/out"},
		"a script without rights":     {"status", ended, "sh: 1: ./start.sh: Permission denied", "look at its output"},
		"a module called like a test": {"status", ended, "ModuleNotFoundError: No module named 'lab.soil_test'", `if the source has lab/soil_test, it was left out of the image, as files called like tests are: name those that are tests in the key exclude, such as exclude = ["tests"]`},
		"a package called like tests": {"status", ended, "ModuleNotFoundError: No module named 'lab.tests'", "if the source has lab/tests, it was left out"},
		"a name in a package":         {"status", ended, "ImportError: cannot import name 'soil_test' from 'lab' (/app/lab/__init__.py)", "if the source has lab/soil_test, it was left out"},
		"another module":              {"status", ended, "ModuleNotFoundError: No module named 'lab.testing'", "look at its output"},
		"data of tests":               {"status", ended, "FileNotFoundError: [Errno 2] No such file or directory: '/app/lab/tests/a.json'", "if the source has lab/tests/a.json, it was left out"},
		"a file for building":         {"status", ended, "FileNotFoundError: [Errno 2] No such file or directory: 'pyproject.toml'", `pyproject.toml was left out of the image, as a file for building and testing: name it in the key include, such as include = ["**", "pyproject.toml"]`},
		"a file of another folder":    {"status", ended, "FileNotFoundError: [Errno 2] No such file or directory: '/srv/pyproject.toml'", "look at its output"},
		"a script called like a test": {"status", ended, "python: can't open file '/app/soil_test.py': [Errno 2] No such file or directory", "if the source has soil_test.py, it was left out"},
		"SQLite":                      {"answer", "http://127.0.0.1:8000/ answered 500, not below 500", "sqlite3.OperationalError: unable to open database file", "name the folder in the key writable"},

		"psycopg":                     {"status", ended, "psycopg.OperationalError: connection failed: connection to server at \"127.0.0.1\", port 5432 failed: Connection refused\n\tIs the server running", postgres},
		"asyncpg":                     {"status", ended, "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 5432)", postgres},
		"a host that is not there":    {"status", ended, `could not translate host name "db" to address: Name or service not known`, postgres},
		"the address of the database": {"status", ended, "KeyError: 'DATABASE_URL'", postgres},
		"Django without a database":   {"status", ended, "ImproperlyConfigured: settings.DATABASES is improperly configured. Please supply the ENGINE value.", postgres},
		"django-environ, a database":  {"status", ended, "ImproperlyConfigured: Set the DATABASE_URL environment variable", postgres},

		"a variable":      {"status", ended, "  File \"os.py\", line 680, in __getitem__\nKeyError: 'SECRET_KEY'\n", "needs the variable SECRET_KEY: set it in the key run-env"},
		"a short one":     {"status", ended, "KeyError: 'TOKEN'\n", "needs the variable TOKEN"},
		"a key of a dict": {"status", ended, "KeyError: 'name'\n", "look at its output"},
		"django-environ":  {"status", ended, "django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable", "needs the variable SECRET_KEY"},
		"Django's key":    {"status", ended, "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.", "needs the variable SECRET_KEY"},
		"Django's module": {"status", ended, "ImproperlyConfigured: Requested setting INSTALLED_APPS, but settings are not configured. You must either define the environment variable DJANGO_SETTINGS_MODULE or call", "needs the variable DJANGO_SETTINGS_MODULE"},
		"decouple":        {"status", ended, "decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar or define a default value.", "needs the variable SECRET_KEY"},
		"environs":        {"status", ended, `environs.EnvError: Environment variable "SECRET_KEY" not set`, "needs the variable SECRET_KEY"},

		"words of the app":        {"status", ended, "RuntimeError: ALLOWED_HOSTS: not in the environment", "needs the variable ALLOWED_HOSTS"},
		"more such words":         {"status", ended, "SystemExit: API_TOKEN must be set", "needs the variable API_TOKEN"},
		"a value":                 {"status", ended, "ALLOWED_HOSTS set to localhost", "look at its output"},
		"subcommands of click":    {"status", ended, "Usage: shop [OPTIONS] COMMAND [ARGS]...\n\n  The shop.\n\nOptions:\n  --help  Show this.\n\nCommands:\n  serve  Sell.\n", "name one of its subcommands too, in the key command"},
		"subcommands of argparse": {"status", ended, "usage: shop [-h] {serve,import-prices} ...\nshop: error: the following arguments are required: command", "name one of its subcommands too"},
		"usage without any":       {"status", ended, "usage: shop [-h] port\nshop: error: the following arguments are required: port", "look at its output"},
		"a library":               {"status", ended, "OSError: libmagic.so.1: cannot open shared object file: No such file or directory", "the image lacks libmagic.so.1: add libmagic1 to the key apt-run"},

		"no table, SQLite":     {"answer", "http://127.0.0.1:8000/ answered 500, not below 500", "django.db.utils.OperationalError: no such table: shop_order", release},
		"no table, PostgreSQL": {"answer", "http://127.0.0.1:8000/ answered 500, not below 500", "psycopg.errors.UndefinedTable: relation \"shop_order\" does not exist\nLINE 1", release},

		"gunicorn elsewhere":    {"no-answer", silent, "[2026-11-22 10:00:00 +0000] [1] [INFO] Listening at: http://0.0.0.0:9000 (1)\n", "it listens on port 9000, and the requests are for 8000: set the key port to 9000"},
		"http.server elsewhere": {"no-answer", silent, "Serving HTTP on 0.0.0.0 port 9000 (http://0.0.0.0:9000/) ...\n", "it listens on port 9000"},
		"uvicorn elsewhere":     {"no-answer", silent, "INFO:     Uvicorn running on http://0.0.0.0:9000 (Press CTRL+C to quit)\n", "it listens on port 9000"},
		"over IPv6":             {"no-answer", silent, "Running on http://[::1]:9000 (CTRL + C to quit)\n", "it listens on port 9000"},
		"uWSGI elsewhere":       {"no-answer", silent, "uWSGI http bound on 0.0.0.0:9000 fd 4\n", "it listens on port 9000"},
		"Sanic elsewhere":       {"no-answer", silent, "Goin' Fast @ http://0.0.0.0:9000\n", "it listens on port 9000"},
		"where it was asked":    {"no-answer", silent, "Listening at: http://0.0.0.0:9000\nListening at: http://0.0.0.0:8000\n", "set smoke.timeout"},
		"a time is no port":     {"no-answer", silent, "running since 2026-11-22 10:15:00\n", "set smoke.timeout"},
		"elsewhere, and wrong":  {"answer", "http://127.0.0.1:8000/ answered 404, not 200", "Listening at: http://0.0.0.0:9000\n", "look at its output"},
		"a release that hangs":  {"release-timeout", "its release command did not end within 30 s, the time of smoke.timeout", "waiting\n", "set smoke.timeout"},
		"a slow one that says":  {"no-answer", silent, "KeyError: 'SECRET_KEY'\n", "needs the variable SECRET_KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Smoke(test.cause, test.problem, test.log, 8000); !strings.Contains(got, test.want) || strings.Contains(got, "%!") {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
