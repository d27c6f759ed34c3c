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
