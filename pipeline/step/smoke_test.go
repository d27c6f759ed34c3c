package step

import (
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// check is the argument of smoke.py; its zero values are what most tests want.
type check struct {
	Command []string `json:"command"`
	Output  string   `json:"output"`
	Status  *int     `json:"status"`
	Stays   float64  `json:"stays"`
	Stop    string   `json:"stop"`
	Timeout float64  `json:"timeout"`
}

// answer is what smoke.py prints, without the seconds.
type answer struct {
	OK      bool   `json:"ok"`
	Problem string `json:"problem"`
	Status  *int   `json:"status"`
	Log     string `json:"log"`
}

// impatient runs smoke.py with less time for an app to stop than it has in
// production.
const impatient = `
import json, sys
smoke = {"__name__": "smoke"}
exec(sys.argv[2], smoke)
smoke["STOPS_WITHIN"] = 0.2
sys.exit(smoke["main"](json.loads(sys.argv[1])))
`

func exits(status int) *int { return &status }

func TestSmoke(t *testing.T) {
	t.Parallel()
	shell := func(script string) []string { return []string{"sh", "-c", script} }
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
			want:  answer{Problem: "it ended with exit status 3, not with exit status 0", Status: exits(3), Log: "no such operator\n"},
		},
		"killed by a signal": {
			check: check{Command: shell("kill -9 $$"), Status: exits(0), Timeout: 10},
			want:  answer{Problem: "it ended with signal 9, not with exit status 0", Status: exits(-9)},
		},
		"what it prints to standard error does not count": {
			check: check{Command: shell("echo 3 >&2"), Output: "3", Status: exits(0), Timeout: 10},
			want:  answer{Problem: "its standard output does not hold '3'", Status: exits(0), Log: "3\n"},
		},
		"missing program": {
			check: check{Command: []string{"/venv/bin/gunicorn", "shop.wsgi"}, Timeout: 10},
			want:  answer{Problem: "/venv/bin/gunicorn: No such file or directory"},
		},
		"too slow": {
			check: check{Command: []string{"sleep", "60"}, Status: exits(0), Timeout: 0.1},
			want:  answer{Problem: "it did not end within 0.1 s", Status: exits(-9)},
		},
		"stays up and stops when asked": {
			check: check{Command: shell("echo listening; exec sleep 60"), Stays: 0.2, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(-15), Log: "listening\n"},
		},
		"stops at its own signal": {
			check: check{Command: shell("trap '' TERM; trap 'echo bye; exit 0' QUIT; while sleep 0.02; do :; done"), Stays: 0.2, Stop: "SIGQUIT"},
			want:  answer{OK: true, Status: exits(0), Log: "bye\n"},
		},
		"does not stop": {
			check: check{Command: shell("trap '' TERM; exec sleep 60"), Stays: 0.2, Stop: "SIGTERM"},
			want:  answer{Problem: "SIGTERM did not stop it within 0.2 s", Status: exits(-9)},
		},
		"does not stay up": {
			check: check{Command: shell("echo port 80: permission denied >&2; exit 1"), Stays: 10, Stop: "SIGTERM"},
			want:  answer{Problem: "it ended with exit status 1", Status: exits(1), Log: "port 80: permission denied\n"},
		},
		"needs not stay up when its work is done": {
			check: check{Command: []string{"true"}, Stays: 10, Stop: "SIGTERM"},
			want:  answer{OK: true, Status: exits(0)},
		},
		"the end of a long log is kept": {
			check: check{Command: shell("yes line | head -n 6000; echo last"), Output: "last", Status: exits(0), Timeout: 10},
			want:  answer{OK: true, Status: exits(0), Log: strings.Repeat("line\n", 3999) + "last\n"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			argument, err := json.Marshal(test.check)
			if err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(python(), "-I", "-c", impatient, string(argument), Smoke).Output()
			var failed *exec.ExitError
			if err != nil && !(errors.As(err, &failed) && failed.ExitCode() == 1) {
				t.Fatalf("smoke.py: %v", err)
			}
			if (err == nil) != test.want.OK {
				t.Errorf("its exit status says %v, want ok to be %v", err, test.want.OK)
			}
			var got answer
			if err := json.Unmarshal(out, &got); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("answer differs (-want +got):\n%s", diff)
			}
		})
	}
}
