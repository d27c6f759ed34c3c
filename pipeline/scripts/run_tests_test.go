package scripts_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/testresult"
)

// testRun is what run-tests.py made of a test command: what it printed itself, the
// reports that it took, and the outcome.
type testRun struct {
	stdout, stderr string
	results        map[string]string
	outcome        testresult.Outcome
}

// runTestStep runs a test command, whose working folder is that of its reports.
func runTestStep(t *testing.T, timeout float64, command ...string) testRun {
	t.Helper()
	folder := t.TempDir()
	reports, results, outcome := filepath.Join(folder, "reports"), filepath.Join(folder, "results"), filepath.Join(folder, "outcome.json")
	if err := os.Mkdir(reports, 0o755); err != nil {
		t.Fatal(err)
	}
	settings, err := json.Marshal(map[string]any{
		"user": nil, "timeout": timeout, "limits": map[string]int{"junit.xml": 100, "coverage.xml": 100},
		"reports": reports, "results": results, "outcome": outcome,
	})
	if err != nil {
		t.Fatal(err)
	}
	begun, err := testresult.Now()
	if err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	cmd := exec.Command(scripts.Python(), append([]string{"-I", "-S", "-c", scripts.RunTests.Text, string(settings)}, command...)...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = reports, &stdout, &stderr
	cmd.Env = append(os.Environ(), "PYTHONFAULTHANDLER=1", "PYTHON="+scripts.Python())
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, stderr.String())
	}
	r := testRun{stdout: stdout.String(), stderr: stderr.String(), results: contents(t, results)}
	content, err := os.ReadFile(outcome)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &r.outcome); err != nil {
		t.Fatal(err)
	}
	if ended := r.outcome.Ended; ended.Before(begun) {
		t.Errorf("it ended at %v, before it began at %v", ended, begun)
	}
	r.outcome.Ended = testresult.Moment{}
	return r
}

// contents reads the files of a folder, which all have to be ordinary ones.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || info.Mode() != 0o644 {
			t.Fatalf("%s has mode %v, %v", entry.Name(), info.Mode(), err)
		}
		content, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found[entry.Name()] = string(content)
	}
	return found
}

func shell(script string) []string { return []string{"sh", "-c", script} }

func size(bytes int64) *int64 { return &bytes }

func TestReportsOfTests(t *testing.T) {
	t.Parallel()
	ended := func(status int) testresult.Outcome {
		return testresult.Outcome{Status: status, Refused: []testresult.Refused{}}
	}
	refused := func(file string, size *int64) testresult.Outcome {
		return testresult.Outcome{Refused: []testresult.Refused{{File: file, Size: size, Limit: 100}}}
	}
	for name, test := range map[string]struct {
		script  string
		results map[string]string
		outcome testresult.Outcome
	}{
		"passed": {
			script:  "echo '<testsuite/>' >junit.xml; echo '<coverage/>' >coverage.xml",
			results: map[string]string{"junit.xml": "<testsuite/>\n", "coverage.xml": "<coverage/>\n"},
			outcome: ended(0),
		},
		"passed, with nothing else of what it leaves": {
			script: "echo '<testsuite/>' >junit.xml; chmod 4777 junit.xml; echo '{}' >report.json; ln -s /etc/passwd digest; " +
				"ln -s /proc/self/environ x; mkfifo image.tar; mkdir -p shop/deeper; truncate -s 20G huge",
			results: map[string]string{"junit.xml": "<testsuite/>\n"},
			outcome: ended(0),
		},
		"failed": {
			script:  "echo '<testsuite/>' >junit.xml; ln -s /etc/passwd report.json; exit 3",
			results: map[string]string{"junit.xml": "<testsuite/>\n"},
			outcome: ended(3),
		},
		"ended by a signal": {
			script: "kill -SEGV $$", results: map[string]string{}, outcome: ended(139),
		},
		"a report at its limit": {
			script:  "truncate -s 100 junit.xml",
			results: map[string]string{"junit.xml": strings.Repeat("\x00", 100)},
			outcome: ended(0),
		},
		"a report above its limit": {
			script:  "echo '<coverage/>' >coverage.xml; truncate -s 20G junit.xml",
			results: map[string]string{"coverage.xml": "<coverage/>\n"},
			outcome: refused("junit.xml", size(20<<30)),
		},
		"a report that is a link": {
			script: "echo forged >elsewhere; ln -s elsewhere junit.xml", results: map[string]string{}, outcome: refused("junit.xml", nil),
		},
		"a report that is a FIFO": {
			script: "mkfifo coverage.xml", results: map[string]string{}, outcome: refused("coverage.xml", nil),
		},
		"a report that is a folder": {
			script: "mkdir junit.xml", results: map[string]string{}, outcome: refused("junit.xml", nil),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runTestStep(t, 60, shell(test.script)...)
			if diff := cmp.Diff(test.results, got.results); diff != "" {
				t.Errorf("reports (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.outcome, got.outcome); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}

// What tests print is shown at once, and its end is kept.
func TestOutputOfTests(t *testing.T) {
	t.Parallel()
	const much = 1_000_000
	got := runTestStep(t, 60, append(shell(`"$PYTHON" -c "$0" & wait; printf '\377' >/dev/stderr; exec >&- 2>&-; exit 1`),
		fmt.Sprintf("print(%d * 'x' + 'the end')", much))...)
	if got.stdout != strings.Repeat("x", much)+"the end\n" || got.stderr != "\xff" {
		t.Errorf("it printed %d bytes, and %q", len(got.stdout), got.stderr)
	}
	want := testresult.Outcome{Status: 1, Refused: []testresult.Refused{}, Stdout: got.stdout[len(got.stdout)-100_000:], Stderr: "\ufffd"}
	if diff := cmp.Diff(want, got.outcome); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
}

func TestTestCommandIsMissing(t *testing.T) {
	t.Parallel()
	got := runTestStep(t, 60, "no-such-program")
	const says = "no-such-program: No such file or directory\n"
	if got.outcome.Status != 127 || got.outcome.Stderr != says || got.stderr != says {
		t.Errorf("it printed %q; outcome %+v", got.stderr, got.outcome)
	}
}

// What tests leave running is ended before their reports are taken, whatever
// group and session it is in.
func TestTestsLeaveNoProcess(t *testing.T) {
	t.Parallel()
	got := runTestStep(t, 60, shell(`(setsid sh -c 'trap "" TERM HUP; echo $$ >junit.xml; while :; do sleep 0.01; done' &)
while [ ! -s junit.xml ]; do sleep 0.01; done`)...)
	if got.outcome.Status != 0 {
		t.Fatalf("outcome %+v", got.outcome)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(got.results["junit.xml"]))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, 0); !errors.Is(err, syscall.ESRCH) {
		t.Errorf("process %d runs on: %v", pid, err)
	}
}

// Tests that hang end with the stacks of all their processes and threads: the
// one that waits for the other, too.
func TestTestsThatHang(t *testing.T) {
	t.Parallel()
	const hangs = `
import os, subprocess, sys, threading, time

def waits_in_a_thread():
    time.sleep(600)

def waits_for_a_worker():
    threading.Thread(target=waits_in_a_thread, daemon=True).start()
    subprocess.run([sys.executable, "-c", "import time\ndef hangs_in_a_worker():\n    open('junit.xml', 'w').write('<testsuite/>')\n    time.sleep(600)\nhangs_in_a_worker()"])
    print("it went on")

waits_for_a_worker()
`
	got := runTestStep(t, 2*scripts.Starts, append(shell(`trap '' TERM; "$PYTHON" -c "$0"; echo it went on`), hangs)...)
	if got.outcome.Status != 134 || !got.outcome.TimedOut {
		t.Errorf("outcome %+v", got.outcome)
	}
	for _, text := range []string{"in waits_in_a_thread", "in waits_for_a_worker", "in hangs_in_a_worker"} {
		if !strings.Contains(got.outcome.Stderr, text) {
			t.Errorf("%q is missing in:\n%s", text, got.outcome.Stderr)
		}
	}
	if got.stdout != "" {
		t.Errorf("a process went on when another had ended:\n%s", got.stdout)
	}
	if diff := cmp.Diff(map[string]string{"junit.xml": "<testsuite/>"}, got.results); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
}
