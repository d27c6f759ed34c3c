package plan

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

func TestWaitressStops(t *testing.T) {
	t.Parallel()
	waitress := func(args ...string) settings.Command {
		return settings.Exec(append([]string{"python", "-c", scripts.Waitress}, args...)...)
	}
	shell := "python -c '" + scripts.Waitress + "'"
	for _, test := range []struct {
		name    string
		source  files
		want    settings.Command
		decided string
		port    int
	}{
		{"of the lock, for Django", shop([]string{"waitress"}, nil), waitress("--listen", "0.0.0.0:8000", "shop.wsgi:application"),
			`["waitress-serve","--listen","0.0.0.0:8000","shop.wsgi:application"] | WSGI_APPLICATION in shop/settings.py, waitress in Pipfile.lock: line 6`, 8000},
		{"of the lock, for Bottle, on the port of the key", app(files{"requirements.txt": "bottle\nwaitress\n", "app.py": "app = Bottle()\n", "": "port = 9000"}),
			waitress("--listen", "0.0.0.0:9000", "app:app"), `["waitress-serve","--listen","0.0.0.0:9000","app:app"] | app.py, waitress in requirements.txt: line 2`, 9000},
		{"by the key", app(files{"": `command = ["/venv/bin/waitress-serve", "--port=9001", "app:app"]`}),
			waitress("--port=9001", "app:app"), `["/venv/bin/waitress-serve","--port=9001","app:app"] | the key "command"`, 9001},
		{"as a module", app(files{"": `command = ["python3", "-m", "waitress", "app:app"]`}),
			waitress("app:app"), `["python3","-m","waitress","app:app"] | the key "command"`, 8000},
		{"by a Procfile", app(files{"Procfile": "web: waitress-serve --port=$PORT  --ident='a  shop' app:app\n"}),
			settings.Shell(shell + " --port=$PORT  --ident='a  shop' app:app"), "waitress-serve --port=$PORT --ident='a shop' app:app | web in Procfile", 8000},
		{"as a module, by a Procfile", app(files{"Procfile": "web: python  -m waitress --port 9002 app:app\n"}),
			settings.Shell(shell + " --port 9002 app:app"), "python -m waitress --port 9002 app:app | web in Procfile", 9002},
		{"as a module in quotes, behind a redirection", app(files{"": `command = "2>&1 'python3' -m \"waitress\" app:app"`}),
			settings.Shell("2>&1 " + shell + " app:app"), `2>&1 'python3' -m "waitress" app:app | the key "command"`, 8000},
		{"behind variables, in another folder", app(files{"Procfile": "web: cd src && A=1 exec env -i B=2 waitress-serve --port 9004 app:app\n"}),
			settings.Shell("cd src && A=1 exec env -i B=2 " + shell + " --port 9004 app:app"), "cd src && A=1 exec env -i B=2 waitress-serve --port 9004 app:app | web in Procfile", 9004},
		{"in a list for a shell", app(files{"": `command = ["sh", "-c", "cd src && exec waitress-serve --port 9005 $0", "app:app"]`}),
			settings.Exec("sh", "-c", "cd src && exec "+shell+" --port 9005 $0", "app:app"), `["sh","-c","cd src && exec waitress-serve --port 9005 $0","app:app"] | the key "command"`, 9005},
		{"in a list for env", app(files{"": `command = ["env", "A=1", "waitress-serve", "--port=9006", "app:app"]`}),
			settings.Exec(append([]string{"env", "A=1"}, waitress("--port=9006", "app:app").List...)...), `["env","A=1","waitress-serve","--port=9006","app:app"] | the key "command"`, 9006},
		{"without arguments", app(files{"": `command = "waitress-serve"`}), settings.Shell(shell), `waitress-serve | the key "command"`, 8000},
		{"another server", app(files{"": `command = "gunicorn -b :9003 app:app"`}), settings.Shell("gunicorn -b :9003 app:app"), `gunicorn -b :9003 app:app | the key "command"`, 9003},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			plan := read(t, test.source)
			if diff := cmp.Diff(test.want, plan.Command); diff != "" {
				t.Errorf("command differs (-want +got):\n%s", diff)
			}
			if got := strings.Join(strings.Fields(decision(plan, "command")), " "); got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
			if plan.Port != test.port {
				t.Errorf("port %d, want %d", plan.Port, test.port)
			}
			if decided := decision(plan, "stop"); (decided == "") != (test.name == "another server") {
				t.Errorf("decision %q", decided)
			}
		})
	}
}

// The program runs with a substitute for waitress that serves until a signal stops it.
func TestWaitressProgramEndsAtSIGTERM(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	fake := `import sys, time
def run(argv=sys.argv):
    try:
        print(*argv, flush=True)
        time.sleep(60)
    except SystemExit:
        print("closed", flush=True)
    return 0
`
	for name, text := range map[string]string{"__init__.py": "", "runner.py": fake} {
		if err := os.MkdirAll(filepath.Join(folder, "waitress"), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "waitress", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("sh", "-c", "exec "+strings.Replace(stopAtSIGTERM(settings.Shell("waitress-serve --port=9000 app:app")).Line, "python", "python3", 1))
	cmd.Env = append(os.Environ(), "PYTHONPATH="+folder)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "waitress-serve --port=9000 app:app" {
		t.Fatalf("it began with %q", lines.Text())
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if !lines.Scan() || lines.Text() != "closed" {
		t.Errorf("it ended with %q", lines.Text())
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
}

// The image cannot have the signal, so there is a warning.
func TestStopSignalOfTheAppsOwn(t *testing.T) {
	t.Parallel()
	const warning = "stop-signal: SIGINT is not part of the image, and Docker and Kubernetes send SIGTERM: set it when you run the image (docker run --stop-signal SIGINT)"
	for table, want := range map[string][]string{"": nil, `stop-signal = "SIGTERM"`: nil, `stop-signal = "SIGINT"`: {warning}} {
		if diff := cmp.Diff(want, read(t, tested(app(files{"": table}))).Warnings); diff != "" {
			t.Errorf("%q: warnings differ (-want +got):\n%s", table, diff)
		}
	}
}
