package failure

import (
	"strings"
	"testing"

	"dagger/python-pipeline/settings"
)

func TestTestsThatAskAServer(t *testing.T) {
	t.Parallel()
	const (
		postgres = ", which does not answer: services = { postgres = {} } runs one beside them at postgres:5432, and sets DATABASE_URL"
		near     = ", which does not answer: beside them run the servers of the key services"
		far      = ", which does not answer: tests have the network of the engine and no other"
	)
	for name, test := range map[string]struct{ output, want string }{
		"psycopg":               {`connection to server at "127.0.0.1", port 5432 failed: Connection refused`, "127.0.0.1:5432" + postgres},
		"psycopg, with a name":  {`connection to server at "localhost" (::1), port 5432 failed: Connection refused`, "localhost:5432" + postgres},
		"a name of Compose":     {`could not translate host name "db" to address: Name or service not known`, "db:5432" + postgres},
		"asyncpg":               {"OSError: Multiple exceptions: [Errno 111] Connect call failed ('::1', 5432, 0, 0), [Errno 111] Connect call failed ('127.0.0.1', 5432)", "[::1]:5432" + postgres},
		"a far database":        {`could not translate host name "db.acme.example" to address: Name or service not known`, "db.acme.example:5432" + far},
		"MySQL":                 {`(2002, "Can't connect to MySQL server on 'localhost' (115)")`, "localhost:3306" + near},
		"MySQL, by its name":    {`(2005, "Unknown server host 'db' (-2)")`, "db:3306" + near},
		"mail":                  {"E   ConnectionRefusedError: [Errno 111] Connection refused\naddress = ('localhost', 1025), timeout = None", "localhost:1025, which does not answer: services = { mailhog = {} } runs one beside them at mailhog:1025"},
		"MongoDB":               {"pymongo.errors.ServerSelectionTimeoutError: localhost:27017: [Errno 111] Connection refused", "localhost:27017" + near},
		"requests":              {"requests.exceptions.ConnectionError: HTTPSConnectionPool(host='api.acme.example', port=443): Max retries exceeded with url: /", "api.acme.example:443" + far},
		"aiohttp":               {"aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host search:9200 ssl:default [Name or service not known]", "search:9200" + near},
		"only in the traceback": {"host = 'api.acme.example', port = 443, family = 0\n/usr/local/lib/python3.11/socket.py:962: gaierror\nE   httpx.ConnectError: [Errno -2] Name or service not known", "api.acme.example:443" + far},
		"a line of a traceback": {"tests/test_app.py:12: ConnectionRefusedError: [Errno 111] Connection refused", "a server that does not answer: beside them run those of the key services (none), and no other"},
		"nothing of that":       {"assert 'localhost:5432' == 'db:5432'", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := Tests(test.output, settings.Services{})
			if want := "the tests asked " + test.want; !strings.HasPrefix(got, want) && test.want != "" || got != "" && test.want == "" {
				t.Errorf("advice %q, want %q…", got, want)
			}
		})
	}
}

func TestTestsThatAskAServiceElsewhere(t *testing.T) {
	t.Parallel()
	services := settings.Services{Postgres: &settings.Postgres{Version: "15", Databases: []string{"app"}}}
	const want = "the tests asked localhost:5432, which does not answer: services.postgres is at postgres:5432, and sets DATABASE_URL; let the tests take the address from there, or set it in the key test-env"
	if got := Tests(`connection to server at "localhost" (::1), port 5432 failed: Connection refused`, services); got != want {
		t.Errorf("advice %q, want %q", got, want)
	}
}

func TestTestsThatLackSomething(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ output, want string }{
		"a library":           {"ImportError: failed to find libmagic.  Check your installation", `the image lacks libmagic: add libmagic1 to the key apt-run, such as apt-run = ["libmagic1"], or to apt-test if only the tests need it`},
		"a program":           {"FileNotFoundError: [Errno 2] No such file or directory: 'git'", `the image lacks the program git: add git to the key apt-run, such as apt-run = ["git"], or to apt-test if only the tests need it`},
		"a folder":            {"PermissionError: [Errno 13] Permission denied: '/data/media'", `the app's user may not write /data/media: add its folder to the key writable, such as writable = ["/data/media"], or to volumes if the data must last`},
		"a plugin":            {"E       fixture 'mocker' not found", "the requirements lack pytest-mock, which the tests take for granted: add what is missing to a file of dev-requirements, or to the lock's development group"},
		"a module":            {"ImportError while importing test module\nE   ModuleNotFoundError: No module named 'freezegun'", "the tests find no module freezegun: if a package has it, add that to a file of dev-requirements, or to the lock's development group; if the source has it, name the folder that it is in, such as test-env = { PYTHONPATH = \"/app/src\" }"},
		"a file of their own": {"FileNotFoundError: [Errno 2] No such file or directory: 'tests/data.json'", ""},
	} {
		if got := Tests(test.output, settings.Services{}); got != test.want {
			t.Errorf("%s: advice %q, want %q", name, got, test.want)
		}
	}
}
