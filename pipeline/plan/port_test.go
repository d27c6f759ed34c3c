package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPortVariable(t *testing.T) {
	t.Parallel()
	uwsgi := func(port string) map[string]string {
		variables := map[string]string{"UWSGI_DIE_ON_TERM": "1", "UWSGI_WORKER_RELOAD_MERCY": "8"}
		if port != "" {
			variables["PORT"] = port
		}
		return variables
	}
	for _, test := range []struct {
		name, web, table string
		more             files
		want             map[string]string
	}{
		{name: "bare", web: "gunicorn --bind 0.0.0.0:$PORT app:app", want: map[string]string{"PORT": "8000"}},
		{name: "in braces", web: "gunicorn --bind 0.0.0.0:${PORT} app:app", want: map[string]string{"PORT": "8000"}},
		{name: "with a port of the app's own", web: "gunicorn -b :$PORT app:app", table: "port = 5000", want: map[string]string{"PORT": "5000"}},
		{name: "gunicorn without an address", web: "gunicorn app:app", want: map[string]string{"PORT": "8000"}},
		{name: "gunicorn with an address in its file", web: "gunicorn app:app", more: files{"gunicorn.conf.py": "bind = ':8000'\n"}},
		{name: "gunicorn with a file without an address", web: "gunicorn app:app", more: files{"gunicorn.conf.py": "workers = 2\n"}, want: map[string]string{"PORT": "8000"}},
		{name: "gunicorn with a file that reads PORT", web: "gunicorn -c ./conf/web.py app:app", more: files{"conf/web.py": "bind = '0.0.0.0:' + os.environ['PORT']\n"}, want: map[string]string{"PORT": "8000"}},
		{name: "gunicorn with a file that computes the address", web: "gunicorn app:app", more: files{"gunicorn.conf.py": "bind = address()\n"}},
		{name: "uWSGI's file", web: "uwsgi --ini uwsgi.ini", more: files{"uwsgi.ini": "[uwsgi]\nhttp-socket = :$(PORT)\n"}, want: uwsgi("8000")},
		{name: "uWSGI's file in quotes", web: `"uwsgi" --ini 'uwsgi.ini'`, more: files{"uwsgi.ini": "[uwsgi]\nhttp-socket = :$(PORT)\n"}, want: uwsgi("8000")},
		{name: "uWSGI's file, with a port of the app's own", web: "uwsgi --ini uwsgi.ini", table: "port = 5000", more: files{"uwsgi.ini": "[uwsgi]\nhttp = 0.0.0.0:$(PORT)\n"}, want: uwsgi("5000")},
		{name: "uWSGI's file, set in env", web: "uwsgi --ini uwsgi.ini", table: `env = { PORT = "9000" }`, more: files{"uwsgi.ini": "[uwsgi]\nhttp-socket = :$(PORT)\n"}, want: uwsgi("9000")},
		{name: "a comment of uWSGI's file", web: "uwsgi --ini uwsgi.ini", more: files{"uwsgi.ini": "[uwsgi]\n; http-socket = :$(PORT)\nhttp-socket = :8000\n"}, want: uwsgi("")},
		{name: "for the second command", web: "cd src && exec gunicorn --bind 0.0.0.0:$PORT app:app", want: map[string]string{"PORT": "8000"}},
		{name: "behind env", web: "LANG=C env -u A B=1 gunicorn app:app", want: map[string]string{"PORT": "8000"}},
		{name: "gunicorn's file of another folder", web: "cd conf && gunicorn -c web.py app:app", more: files{"conf/web.py": "bind = ':8000'\n"}},
		{name: "gunicorn's own folder, which is not that of its file", web: "gunicorn --chdir src --config conf/web.py app:app", more: files{"conf/web.py": "port = os.environ.get(\"PORT\", \"9000\")\nbind = [f\"0.0.0.0:{port}\"]\n"}, want: map[string]string{"PORT": "9000"}},
		{name: "a program", web: "python -u serve.py", more: files{"serve.py": "run(port=int(os.getenv('PORT')))\n"}, want: map[string]string{"PORT": "8000"}},
		{name: "a script", web: "sh bin/start", more: files{"bin/start": "exec waitress-serve --port=$PORT app:app\n"}, want: map[string]string{"PORT": "8000"}},
		{name: "with a default", web: "gunicorn --bind 0.0.0.0:${PORT:-8000} app:app"},
		{name: "another variable", web: "gunicorn --bind $PORTS app:app"},
		{name: "set in env", web: "gunicorn --bind 0.0.0.0:$PORT app:app", table: `env = { PORT = "8000" }`, want: map[string]string{"PORT": "8000"}},
		{name: "a server that ignores PORT", web: "uvicorn app:app"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := app(files{"Procfile": "web: " + test.web + "\n", "": test.table})
			for name, text := range test.more {
				source[name] = text
			}
			if diff := cmp.Diff(test.want, read(t, tested(source)).Env); diff != "" {
				t.Errorf("variables of the image differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPortOfServersFile(t *testing.T) {
	t.Parallel()
	const loopback = "gunicorn.conf.py: line 2: bind: 127.0.0.1 is reached from within the container only; write 0.0.0.0:9000"
	for _, test := range []struct {
		name, web, file, table, want string // web "" for the command that is detected
		warnings                     []string
	}{
		{name: "gunicorn's", web: "gunicorn app:app", file: "workers = 2\nbind = '0.0.0.0:9000'  # all\n", want: "9000 | bind in gunicorn.conf.py"},
		{name: "gunicorn's, of all addresses", web: "python -m gunicorn app:app", file: `bind = ":9000"`, want: "9000 | bind in gunicorn.conf.py"},
		{name: "gunicorn's, of this machine", web: "gunicorn app:app", file: "\nbind = '127.0.0.1:9000'\n", want: "9000 | bind in gunicorn.conf.py", warnings: []string{loopback}},
		{name: "gunicorn's, for the detected command", file: "bind = '127.0.0.1:9000'", want: "9000 | bind in gunicorn.conf.py"},
		{name: "the key before it", file: "bind = '0.0.0.0:9000'", table: "port = 7000", want: `7000 | the key "port"`},
		{name: "the command before it", web: "gunicorn --bind 0.0.0.0:7000 app:app", file: "bind = '0.0.0.0:9000'", want: "7000 | the command"},
		{name: "gunicorn's list", web: "gunicorn app:app", file: "bind = [\"0.0.0.0:9000\"]\n", want: "9000 | bind in gunicorn.conf.py"},
		{name: "gunicorn's default of PORT", web: "gunicorn app:app", file: "bind = f\"0.0.0.0:{os.environ.get('PORT', '9000')}\"\n", want: "9000 | gunicorn.conf.py"},
		{name: "gunicorn's PORT of env", web: "gunicorn app:app", file: "bind = \":\" + os.environ.get('PORT', '9000')\n", table: "env = { PORT = \"7000\" }", want: "7000 | gunicorn.conf.py"},
		{name: "gunicorn's own variable", web: "gunicorn app:app", file: "port = 9000\nbind = f\"0.0.0.0:{port}\"\n", want: "9000 | gunicorn.conf.py"},
		{name: "another server's command", web: "uvicorn app:app", file: "bind = '0.0.0.0:9000'", want: "8000 | the default of web apps (uvicorn)"},
		{name: "one of two", web: "gunicorn app:app", file: "bind = '0.0.0.0:9000'\nif debug:\n    bind = '0.0.0.0:9001'\n", want: "8000 | the default of web apps (gunicorn)"},
		{name: "computed", web: "gunicorn app:app", file: "bind = f'0.0.0.0:{port}'", want: "8000 | the default of web apps (gunicorn)"},
		{name: "a privileged port", web: "gunicorn app:app", file: "bind = '0.0.0.0:0080'", want: "8000 | the default of web apps (gunicorn)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := files{"requirements.txt": "flask\ngunicorn\n", "app.py": "app = Flask(__name__)\n", "gunicorn.conf.py": test.file, "": test.table}
			if test.web != "" {
				source["Procfile"] = "web: " + test.web + "\n"
			}
			plan := read(t, tested(app(source)))
			if got := decision(plan, "port"); got != test.want {
				t.Errorf("port %q, want %q", got, test.want)
			}
			if diff := cmp.Diff(test.warnings, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
			if command := plan.Command.String(); test.web == "" && !strings.Contains(command, fmt.Sprintf("0.0.0.0:%d", plan.Port)) {
				t.Errorf("port %d, but the command is %s", plan.Port, command)
			}
		})
	}
	plan := read(t, shop([]string{"uwsgi"}, files{"uwsgi.ini": "[uwsgi]\nhttp-socket = :$(PORT)\n", "": `env = { PORT = "9000" }`}))
	if got := decision(plan, "port"); got != "9000 | http-socket in uwsgi.ini" {
		t.Errorf("port %q, want that of env", got)
	}
}

func TestPortOfStartFile(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, web, file, text, want string }{
		{"a program", "python serve.py", "serve.py", "# port=1234\nserve(app, port=9000)\n", "9000 | serve.py"},
		{"a program that reads PORT", "python serve.py", "serve.py", "app.run(host='0.0.0.0', port=int(os.environ.get('PORT', 5000)))\n", "5000 | serve.py"},
		{"a program with two ports", "python serve.py", "serve.py", "serve(port=9000)\nmetrics(port=9001)\n", "8000 | the default of web apps (web in Procfile)"},
		{"a program of another folder", "cd src && python serve.py", "src/serve.py", "serve(port=9000)\n", "9000 | src/serve.py"},
		{"a script with a default", "sh bin/start", "bin/start", "exec gunicorn -b :${PORT:-9000} app\n", "9000 | bin/start"},
		{"a script with a port", "bash -e bin/start", "bin/start", "sleep 8000\nexec uvicorn \\\n  --port 9000 app\n", "9000 | bin/start"},
		{"the only module", "python -m serve.py", "serve.py", "serve(port=9000)\n", "8000 | the default of web apps (web in Procfile)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, tested(app(files{"Procfile": "web: " + test.web + "\n", test.file: test.text})))
			if got := decision(plan, "port"); got != test.want {
				t.Errorf("port %q, want %q", got, test.want)
			}
		})
	}
}
