package advice

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
	for name, test := range map[string]struct{ problem, log, want string }{
		"nobody knows":            {ended, "Traceback\nValueError: 7", "look at its output; the keys command"},
		"no handler":              {"nothing in python handles SIGTERM; as process 1 of a container it would be ignored", "", "signal.signal"},
		"a folder":                {ended, "FileNotFoundError\nPermissionError: [Errno 13] Permission denied: '/app/media'", "may not write /app/media: name its folder in the key writable"},
		"a file":                  {ended, "OSError: [Errno 30] Read-only file system: '/srv/shop/cache.db'\n", "may not write /srv/shop/cache.db: name its folder in the key writable"},
		"a folder, in bytes":      {ended, "PermissionError: [Errno 13] Permission denied: b'/app/media'", "may not write /app/media"},
		"a folder of a script":    {"its release command ended with exit status 1", "mkdir: cannot create directory '/app/log': Permission denied", "may not write /app/log"},
		"a file of a script":      {"its release command ended with exit status 2", "sh: 1: cannot create /app/out: Permission denied", "may not write /app/out"},
		"a script without rights": {ended, "sh: 1: ./start.sh: Permission denied", "look at its output"},
		"SQLite":                  {"http://127.0.0.1:8000/ answered 500, not below 500", "sqlite3.OperationalError: unable to open database file", "name the folder in the key writable"},

		"psycopg":                     {ended, "psycopg.OperationalError: connection failed: connection to server at \"127.0.0.1\", port 5432 failed: Connection refused\n\tIs the server running", postgres},
		"asyncpg":                     {ended, "ConnectionRefusedError: [Errno 111] Connect call failed ('127.0.0.1', 5432)", postgres},
		"a host that is not there":    {ended, `could not translate host name "db" to address: Name or service not known`, postgres},
		"the address of the database": {ended, "KeyError: 'DATABASE_URL'", postgres},
		"Django without a database":   {ended, "ImproperlyConfigured: settings.DATABASES is improperly configured. Please supply the ENGINE value.", postgres},
		"django-environ, a database":  {ended, "ImproperlyConfigured: Set the DATABASE_URL environment variable", postgres},

		"a variable":      {ended, "  File \"os.py\", line 680, in __getitem__\nKeyError: 'SECRET_KEY'\n", "wants the variable SECRET_KEY: set it in the key run-env"},
		"a short one":     {ended, "KeyError: 'TOKEN'\n", "wants the variable TOKEN"},
		"a key of a dict": {ended, "KeyError: 'name'\n", "look at its output"},
		"django-environ":  {ended, "django.core.exceptions.ImproperlyConfigured: Set the SECRET_KEY environment variable", "wants the variable SECRET_KEY"},
		"Django's key":    {ended, "django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.", "wants the variable SECRET_KEY"},
		"Django's module": {ended, "ImproperlyConfigured: Requested setting INSTALLED_APPS, but settings are not configured. You must either define the environment variable DJANGO_SETTINGS_MODULE or call", "wants the variable DJANGO_SETTINGS_MODULE"},
		"decouple":        {ended, "decouple.UndefinedValueError: SECRET_KEY not found. Declare it as envvar or define a default value.", "wants the variable SECRET_KEY"},
		"environs":        {ended, `environs.EnvError: Environment variable "SECRET_KEY" not set`, "wants the variable SECRET_KEY"},

		"words of the app": {ended, "RuntimeError: ALLOWED_HOSTS: not in the environment", "wants the variable ALLOWED_HOSTS"},
		"more such words":  {ended, "SystemExit: API_TOKEN must be set", "wants the variable API_TOKEN"},
		"a value":          {ended, "ALLOWED_HOSTS set to localhost", "look at its output"},
		"a library":        {ended, "OSError: libmagic.so.1: cannot open shared object file: No such file or directory", "lacks the library libmagic.so.1: name its Debian package in the key apt-run"},

		"no table, SQLite":     {"http://127.0.0.1:8000/ answered 500, not below 500", "django.db.utils.OperationalError: no such table: shop_order", release},
		"no table, PostgreSQL": {"http://127.0.0.1:8000/ answered 500, not below 500", "psycopg.errors.UndefinedTable: relation \"shop_order\" does not exist\nLINE 1", release},

		"gunicorn elsewhere":    {silent, "[2026-11-22 10:00:00 +0000] [1] [INFO] Listening at: http://0.0.0.0:9000 (1)\n", "it listens on port 9000 and was asked on 8000: set the key port to 9000"},
		"http.server elsewhere": {silent, "Serving HTTP on 0.0.0.0 port 9000 (http://0.0.0.0:9000/) ...\n", "it listens on port 9000"},
		"uvicorn elsewhere":     {silent, "INFO:     Uvicorn running on http://0.0.0.0:9000 (Press CTRL+C to quit)\n", "it listens on port 9000"},
		"over IPv6":             {silent, "Running on http://[::1]:9000 (CTRL + C to quit)\n", "it listens on port 9000"},
		"uWSGI elsewhere":       {silent, "uWSGI http bound on 0.0.0.0:9000 fd 4\n", "it listens on port 9000"},
		"Sanic elsewhere":       {silent, "Goin' Fast @ http://0.0.0.0:9000\n", "it listens on port 9000"},
		"where it was asked":    {silent, "Listening at: http://0.0.0.0:9000\nListening at: http://0.0.0.0:8000\n", "set smoke.timeout"},
		"a time is no port":     {silent, "running since 2026-11-22 10:15:00\n", "set smoke.timeout"},
		"elsewhere, and wrong":  {"http://127.0.0.1:8000/ answered 404, not 200", "Listening at: http://0.0.0.0:9000\n", "look at its output"},
		"a release that hangs":  {"its release command did not end within 30 s, the time of smoke.timeout", "waiting\n", "set smoke.timeout"},
		"a slow one that says":  {silent, "KeyError: 'SECRET_KEY'\n", "wants the variable SECRET_KEY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Smoke(test.problem, test.log, 8000); !strings.Contains(got, test.want) || strings.Contains(got, "%!") {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}
