//go:build linux

package e2e

import (
	"strings"
	"testing"
)

// The calculator needs no capability and writes nowhere.
func TestCalculatorInProduction(t *testing.T) {
	t.Parallel()
	app := published(ci(t, nil, calculator(t, "hardened")).mustPass(t).app(t, "hardened"))
	for _, c := range []struct {
		flags, command []string
		stdout, stderr string
		status         int
	}{
		{command: []string{"1 + 2 * 3"}, stdout: "7\n"},
		{command: []string{"1 + "}, stderr: "unexpected end", status: 2},
		{flags: []string{"--entrypoint=id"}, command: []string{"-u"}, stdout: "10001\n"},
		{flags: []string{"--entrypoint=touch"}, command: []string{"/app/file"}, stderr: "Read-only file system", status: 1},
		{flags: []string{"--entrypoint=grep"}, command: []string{"-E", "^(CapBnd|NoNewPrivs)", "/proc/self/status"},
			stdout: "CapBnd:\t0000000000000000\nNoNewPrivs:\t1\n"},
	} {
		stdout, stderr, status := run(t, app, append(c.flags, hardened...), c.command...)
		if stdout != c.stdout || !strings.Contains(stderr, c.stderr) || status != c.status {
			t.Errorf("%q: got %q, %q and status %d", c.command, stdout, stderr, status)
		}
	}
}

// A web app with nothing but what it needs answers, on the port that the image
// sets, is one server with its workers, and ends when it is asked to.
func TestWebAppInProduction(t *testing.T) {
	t.Parallel()
	app := published(ci(t, nil, web(t, "hardened-web", replace("uwsgi.ini", ":8000", ":$(PORT)"))).mustPass(t).app(t, "hardened-web"))
	server := start(t, app, hardened)
	if answer := server.get(t, "http://127.0.0.1:8000/health"); !strings.HasPrefix(answer, `{"status": "ok"`) {
		t.Errorf("/health: got %q", answer)
	}
	mustBeOneServer(t, server, "uwsgi", 2)
	if status := server.stop(t); status != 0 {
		t.Errorf("it ended with status %d", status)
	}
}

// waitress serves the web app with another server, of requirements files.
func waitress(t *testing.T, name, table string) string {
	t.Helper()
	return web(t, name, remove("Pipfile", "Pipfile.lock", "uwsgi.ini"), write("requirements.txt", "waitress==3.0.2\n"),
		appendTo("app.py", "\n\napp = application\n"), write("pyproject.toml", "[tool.python-pipeline]\n"+table))
}

// As process 1 waitress ends when it is asked to, which it does not by itself.
func TestWaitressInProduction(t *testing.T) {
	t.Parallel()
	r := ci(t, nil, waitress(t, "waitress", `smoke = { path = "/health", status = 200 }`)).mustPass(t)
	server := start(t, published(r.app(t, "waitress")), hardened)
	if answer := server.get(t, "http://127.0.0.1:8000/health"); !strings.HasPrefix(answer, `{"status": "ok"`) {
		t.Errorf("/health: got %q", answer)
	}
	if status := server.stop(t); status != 0 {
		t.Errorf("it ended with status %d", status)
	}
}

// What would have to be killed in production is not published.
func TestAppWithoutHandlerIsNotPublished(t *testing.T) {
	t.Parallel()
	r := ci(t, nil, waitress(t, "deaf", `command = ["python", "-c", "import time; time.sleep(3600)"]`+"\nport = 0\n"))
	r.mustFail(t, "smoke", "handles SIGTERM; as process 1 of a container it would be ignored", "signal.signal")
	mustNotBePublished(t, "deaf")
	// It stops at SIGINT, which Python handles; the image cannot say so.
	r = ci(t, nil, waitress(t, "deaf-but", `command = ["python", "-c", "import time; time.sleep(3600)"]`+"\nport = 0\nstop-signal = \"SIGINT\"\n")).mustPass(t)
	if !strings.Contains(r.output, "docker run --stop-signal SIGINT") {
		t.Errorf("nothing is said of who has to send the signal:\n%s", r.output)
	}
}

// mustBeOneServer looks for one main process and its workers, and nothing that
// is another program, such as a shell.
func mustBeOneServer(t *testing.T, c running, command string, workers int) {
	t.Helper()
	processes := c.processes(t)
	for _, p := range processes {
		// Process 1 comes from outside; the others are its children.
		parent := map[bool]string{true: "0", false: "1"}[p.pid == "1"]
		if p.command != command || p.parent != parent || p.uid != "10001" {
			t.Errorf("process %+v: it is not %s of user 10001 with parent %s", p, command, parent)
		}
	}
	if len(processes) != 1+workers {
		t.Errorf("%d processes, not 1 and %d workers: %+v", len(processes), workers, processes)
	}
}
