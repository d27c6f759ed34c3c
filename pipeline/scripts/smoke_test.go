package scripts

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// check is the argument of smoke.py; its zero values are what most tests want.
type check struct {
	Start    []string `json:"start,omitempty"`
	Volumes  []string `json:"volumes,omitempty"`
	User     int      `json:"user"`
	Command  []string `json:"command"`
	Output   string   `json:"output"`
	Status   *int     `json:"status"`
	Stays    float64  `json:"stays"`
	Stop     string   `json:"stop"`
	Stops    float64  `json:"stops"` // seconds it has for that, 0 for as many as it takes
	Timeout  float64  `json:"timeout"`
	Requests []string `json:"requests"`
}

// answer is what smoke.py prints.
type answer struct {
	OK      bool   `json:"ok"`
	Cause   string `json:"cause"`
	Problem string `json:"problem"`
	Warning string `json:"warning"`
	Status  *int   `json:"status"`
	Log     string `json:"log"`
	// Processes are named in the order in which they were started.
	Processes []string `json:"processes"`
}

// asProcess1 runs smoke.py with a time of the test's own for an app to stop, and
// lets orphans come to it as they do to process 1.
const asProcess1 = `
import ctypes, json, sys
PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
smoke = {"__name__": "smoke"}
exec(sys.argv[2], smoke)
smoke["STOPS_WITHIN"] = json.loads(sys.argv[1])["stops"] or 60
sys.exit(smoke["main"](json.loads(sys.argv[1])))
`

// forks is an app with a worker that it stops with itself.
const forks = `
import ctypes, os, signal, sys
named = lambda name: ctypes.CDLL(None).prctl(15, name)  # PR_SET_NAME
if worker := os.fork():
    named(b"main")
    signal.signal(signal.SIGTERM, lambda *_: (os.kill(worker, signal.SIGTERM), os.wait(), sys.exit()))
else:
    named(b"worker")
while True:
    signal.pause()
`

// waits is an app without a handler that waits for its signal.
const waits = `
import ctypes, signal
ctypes.CDLL(None).prctl(15, b"waits")
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
signal.sigwait({signal.SIGTERM})
`

// deaf is an app whose handler does nothing.
const deaf = `
import ctypes, signal
ctypes.CDLL(None).prctl(15, b"deaf")
signal.signal(signal.SIGTERM, lambda *_: None)
while True:
    signal.pause()
`

// starts is how many seconds Python may take to have started on a busy machine.
const starts = 5

func exits(status int) *int { return &status }

func TestSmoke(t *testing.T) {
	t.Parallel()
	shell := func(script string) []string { return []string{"sh", "-c", script} }
	other := t.TempDir()
	for name, test := range map[string]struct {
		check check
		want  answer
	}{
		"a program that does its work": {
			check: check{Command: shell("echo 1+2=3; echo done >&2"), Output: "3", Status: exits(0), Timeout: 10},
			want:  answer{OK: true, Status: exits(0), Log: "1+2=3\ndone\n"},
		},
		"a status other than 0 can be the right one": {
			check: check{Command: shell("exit 2"), Status: exits(2), Timeout: 10},
			want:  answer{OK: true, Status: exits(2)},
		},
		"wrong status": {
			check: check{Command: shell("echo no such operator >&2; exit 3"), Status: exits(0), Timeout: 10},
			want:  answer{Cause: "status", Problem: "it ended with exit status 3, not with exit status 0", Status: exits(3), Log: "no such operator\n"},
		},
		"killed by a signal": {
			check: check{Command: shell("kill -9 $$"), Status: exits(0), Timeout: 10},
			want:  answer{Cause: "status", Problem: "it ended with signal 9, not with exit status 0", Status: exits(-9)},
		},
		"what it prints to standard error does not count": {
			check: check{Command: shell("echo 3 >&2"), Output: "3", Status: exits(0), Timeout: 10},
			want:  answer{Cause: "output", Problem: "its standard output does not hold '3'", Status: exits(0), Log: "3\n"},
		},
		"missing program": {
			check: check{Command: []string{"/venv/bin/gunicorn", "shop.wsgi"}, Timeout: 10},
			want:  answer{Cause: "no-program", Problem: "/venv/bin/gunicorn: No such file or directory"},
		},
		"too slow": {
			check: check{Command: []string{"sleep", "60"}, Status: exits(0), Timeout: 0.1},
			want:  answer{Cause: "no-end", Problem: "it did not end within 0.1 s", Status: exits(-9)},
		},
		"stays up and stops when asked": {
			check: check{Command: shell("echo listening; trap 'kill -9 $!; exit 0' TERM; sleep 60 & wait"), Stays: 0.2, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(0), Log: "listening\n", Processes: []string{"sh", "sleep"}},
		},
		"would never stop as process 1": {
			check: check{Command: shell("echo listening; exec sleep 60"), Stays: 0.2, Stop: "SIGTERM"},
			want: answer{Cause: "no-handler", Problem: "nothing in sleep handles SIGTERM; as process 1 of a container it would be ignored",
				Status: exits(-15), Log: "listening\n", Processes: []string{"sleep"}},
		},
		"ignores the signal": {
			check: check{Command: shell("trap '' TERM; exec sleep 60"), Stays: 0.2, Stop: "SIGTERM", Stops: 0.2},
			want:  answer{Cause: "no-stop", Problem: "SIGTERM did not stop it within 0.2 s", Status: exits(-9), Processes: []string{"sleep"}},
		},
		"sends itself the signal when it has cleaned up": {
			check: check{Command: shell("trap 'kill -9 $!; trap - TERM; kill -TERM $$' TERM; sleep 60 & wait"), Stays: 0.2, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(-15), Processes: []string{"sh", "sleep"}},
		},
		"waits for the signal with it blocked": {
			check: check{Command: []string{python(), "-c", waits}, Stays: starts, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(0), Processes: []string{"waits"}},
		},
		"handles the signal a little later": {
			check: check{Command: shell("sleep 0.7; trap 'kill -9 $!; exit 0' TERM; sleep 60 & wait"), Stays: 0.2, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(0), Processes: []string{"sh", "sleep"}},
		},
		"stops at its own signal": {
			check: check{Command: shell("trap '' TERM; trap 'kill -9 $!; echo bye; exit 0' QUIT; sleep 60 & wait"), Stays: 0.2, Stop: "SIGQUIT"},
			want:  answer{OK: true, Status: exits(0), Log: "bye\n", Processes: []string{"sh", "sleep"}},
		},
		"does not stop": {
			check: check{Command: []string{python(), "-c", deaf}, Stays: starts, Stop: "SIGTERM", Stops: 0.2},
			want:  answer{Cause: "no-stop", Problem: "SIGTERM did not stop it within 0.2 s", Status: exits(-9), Processes: []string{"deaf"}},
		},
		"does not stay up": {
			check: check{Command: shell("echo port 80: permission denied >&2; exit 1"), Stays: 10, Stop: "SIGTERM"},
			want:  answer{Cause: "status", Problem: "it ended with exit status 1", Status: exits(1), Log: "port 80: permission denied\n"},
		},
		"ends badly when asked to stop": {
			check: check{Command: shell("trap 'kill -9 $!; exit 7' TERM; sleep 60 & wait"), Stays: 0.2, Stop: "SIGTERM"},
			want:  answer{Cause: "stop-status", Problem: "SIGTERM ended it with exit status 7", Status: exits(7), Processes: []string{"sh", "sleep"}},
		},
		"workers beside the main process are its own": {
			check: check{Command: []string{python(), "-c", forks}, Stays: starts, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(0), Processes: []string{"main", "worker"}},
		},
		"leaves a process behind": {
			check: check{Command: shell("trap 'exit 0' TERM; sleep 8 & wait"), Stays: 0.2, Stop: "SIGTERM", Stops: 0.2},
			want:  answer{Cause: "left-running", Problem: "SIGTERM stopped it, but not what it had started: sleep", Status: exits(0), Processes: []string{"sh", "sleep"}},
		},
		"a daemon that nobody stops": {
			check: check{Command: shell("(sleep 8 &); exec sleep 60"), Stays: 0.2, Stop: "SIGTERM"},
			want:  answer{Cause: "daemon", Problem: "beside its main process sleep it runs processes that nothing stops: sleep; start them in the foreground", Status: exits(-9), Processes: []string{"sleep"}},
		},
		"needs not stay up when its work is done": {
			check: check{Command: []string{"true"}, Stays: 10, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(0)},
		},
		"the end of a long log is kept": {
			check: check{Command: shell("yes line | head -n 6000; echo last"), Output: "last", Status: exits(0), Timeout: 10},
			want:  answer{OK: true, Status: exits(0), Log: strings.Repeat("line\n", 1399) + "last\n"},
		},
		"a long log of letters that JSON escapes": {
			check: check{Command: []string{python(), "-X", "utf8", "-c", "print(30000 * chr(0x1f40d), end=''); raise SystemExit(3)"}, Status: exits(0), Timeout: 10},
			want:  answer{Cause: "status", Problem: "it ended with exit status 3, not with exit status 0", Status: exits(3), Log: strings.Repeat("🐍", 7000)},
		},
		"a volume": {
			check: check{Start: []string{"env", "PREPARED=yes"}, Volumes: []string{t.TempDir()}, User: os.Getuid(), Command: shell("echo $PREPARED"), Output: "yes", Status: exits(0), Timeout: 10},
			want:  answer{OK: true, Status: exits(0), Log: "yes\n"},
		},
		"a volume that cannot be written": {
			check: check{Start: shell("echo it belongs to user 0; exit 78"), Volumes: []string{"/data"}, Command: []string{"true"}, Status: exits(0), Timeout: 10},
			want:  answer{Cause: "volume", Problem: "the app cannot write the volume /data: it belongs to user 0"},
		},
		"a volume that another user writes": {
			check: check{Volumes: []string{other}, User: 54321, Command: []string{"true"}, Status: exits(0), Timeout: 10},
			want:  answer{Cause: "volume", Problem: fmt.Sprintf("a file that the app wrote in the volume %s belongs to user %d, not to 54321", other, os.Getuid())},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			argument, err := json.Marshal(test.check)
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(python(), "-I", "-c", asProcess1, string(argument), Smoke.Text).Output()
			var failed *exec.ExitError
			if err != nil && !(errors.As(err, &failed) && failed.ExitCode() == 1) {
				t.Fatalf("smoke.py: %v", err)
			}
			if (err == nil) != test.want.OK {
				t.Errorf("its exit status says %v, want ok to be %v", err, test.want.OK)
			}
			if len(out) > 100<<10 {
				t.Errorf("its answer has %d bytes; an engine's error would hold the end of it alone", len(out))
			}
			var got answer
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("answer differs (-want +got):\n%s", diff)
			}
		})
	}
}
