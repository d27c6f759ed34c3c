package step

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/testresult"
)

// testRun is what test.py made of a test command: its exit status, what was
// printed, the reports of a run that passed, and what a failed one left.
type testRun struct {
	status          int
	output          string
	results, failed map[string]string
	outcome         testresult.Outcome
}

// runTestStep runs a test command, whose working folder is that of its reports.
func runTestStep(t *testing.T, timeout float64, command ...string) testRun {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"reports", "failed", "failed/this-run"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	// Of an equal run before.
	if err := os.WriteFile(filepath.Join(folder, "failed/this-run/coverage.xml"), []byte("yesterday's"), 0o600); err != nil {
		t.Fatal(err)
	}
	settings, err := json.Marshal(map[string]any{
		"user": nil, "timeout": timeout, "limits": map[string]int{"junit.xml": 100, "coverage.xml": 100}, "id": "this-run",
		"reports": filepath.Join(folder, "reports"), "results": filepath.Join(folder, "results"), "failed": filepath.Join(folder, "failed"),
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python(), append([]string{"-I", "-S", "-c", Test, string(settings)}, command...)...)
	cmd.Dir = filepath.Join(folder, "reports")
	cmd.Env = append(os.Environ(), "PYTHONFAULTHANDLER=1", "PYTHON="+python())
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	r := testRun{status: cmd.ProcessState.ExitCode(), output: string(out), results: contents(t, filepath.Join(folder, "results"))}
	r.failed = contents(t, filepath.Join(folder, "failed/this-run"))
	if text, found := r.failed[testresult.File]; found {
		if err := json.Unmarshal([]byte(text), &r.outcome); err != nil {
			t.Fatal(err)
		}
		delete(r.failed, testresult.File)
	}
	if entries, err := os.ReadDir(filepath.Join(folder, "failed")); err != nil || len(entries) != 1 {
		t.Errorf("the folder of failed runs has %v, %v", entries, err)
	}
	if info, err := os.Stat(filepath.Join(folder, "failed")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may use the folder of failed runs: %v", info.Mode())
	}
	return r
}

// contents reads the files of a folder, which all have to be ordinary ones.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || info.Mode() != 0o644 && info.Mode() != 0o600 {
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
	refused := func(file string, size *int64) testresult.Outcome {
		return testresult.Outcome{Refused: []testresult.Refused{{File: file, Size: size, Limit: 100}}}
	}
	for name, test := range map[string]struct {
		script  string
		status  int
		results map[string]string
		failed  map[string]string
		outcome testresult.Outcome
	}{
		"passed": {
			script:  "echo '<testsuite/>' >junit.xml; echo '<coverage/>' >coverage.xml",
			results: map[string]string{"junit.xml": "<testsuite/>\n", "coverage.xml": "<coverage/>\n"},
			failed:  map[string]string{"coverage.xml": "yesterday's"},
		},
		"passed, with nothing else of what it leaves": {
			script: "echo '<testsuite/>' >junit.xml; chmod 4777 junit.xml; echo '{}' >report.json; ln -s /etc/passwd digest; " +
				"ln -s /proc/self/environ x; mkfifo image.tar; mkdir -p shop/deeper; truncate -s 20G huge",
			results: map[string]string{"junit.xml": "<testsuite/>\n"},
			failed:  map[string]string{"coverage.xml": "yesterday's"},
		},
		"failed": {
			script:  "echo '<testsuite/>' >junit.xml; ln -s /etc/passwd report.json; exit 3",
			status:  3,
			failed:  map[string]string{"junit.xml": "<testsuite/>\n"},
			outcome: testresult.Outcome{Status: 3, Refused: []testresult.Refused{}},
		},
		"ended by a signal": {
			script:  "kill -SEGV $$",
			status:  139,
			failed:  map[string]string{},
			outcome: testresult.Outcome{Status: 139, Refused: []testresult.Refused{}},
		},
		"a report at its limit": {
			script:  "truncate -s 100 junit.xml",
			results: map[string]string{"junit.xml": strings.Repeat("\x00", 100)},
			failed:  map[string]string{"coverage.xml": "yesterday's"},
		},
		"a report above its limit": {
			script:  "echo '<coverage/>' >coverage.xml; truncate -s 20G junit.xml",
			status:  1,
			failed:  map[string]string{"coverage.xml": "<coverage/>\n"},
			outcome: refused("junit.xml", size(20<<30)),
		},
		"a report that is a link": {
			script: "echo forged >elsewhere; ln -s elsewhere junit.xml", status: 1, failed: map[string]string{}, outcome: refused("junit.xml", nil),
		},
		"a report that is a FIFO": {
			script: "mkfifo coverage.xml", status: 1, failed: map[string]string{}, outcome: refused("coverage.xml", nil),
		},
		"a report that is a folder": {
			script: "mkdir junit.xml", status: 1, failed: map[string]string{}, outcome: refused("junit.xml", nil),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := runTestStep(t, 60, shell(test.script)...)
			if got.status != test.status || got.output != "" {
				t.Errorf("status %d, want %d; it printed %q", got.status, test.status, got.output)
			}
			for what, diff := range map[string]string{
				"results": cmp.Diff(test.results, got.results), "what the failed run left": cmp.Diff(test.failed, got.failed),
				"outcome": cmp.Diff(test.outcome, got.outcome),
			} {
				if diff != "" {
					t.Errorf("%s: (-want +got):\n%s", what, diff)
				}
			}
		})
	}
}

func TestTestCommandIsMissing(t *testing.T) {
	t.Parallel()
	got := runTestStep(t, 60, "no-such-program")
	if got.status != 127 || got.output != "no-such-program: No such file or directory\n" {
		t.Errorf("status %d: %s", got.status, got.output)
	}
}

// What tests leave running is ended before their reports are taken, whatever
// group and session it is in.
func TestTestsLeaveNoProcess(t *testing.T) {
	t.Parallel()
	got := runTestStep(t, 60, shell(`(setsid sh -c 'trap "" TERM HUP; echo $$ >junit.xml; while :; do sleep 0.01; done' &)
while [ ! -s junit.xml ]; do sleep 0.01; done`)...)
	if got.status != 0 {
		t.Fatalf("status %d: %s", got.status, got.output)
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
	got := runTestStep(t, 2*starts, append(shell(`trap '' TERM; "$PYTHON" -c "$0"; echo it went on`), hangs)...)
	want := testresult.Outcome{Status: 134, TimedOut: true, Refused: []testresult.Refused{}}
	if diff := cmp.Diff(want, got.outcome); diff != "" || got.status != 134 {
		t.Errorf("status %d; outcome (-want +got):\n%s", got.status, diff)
	}
	for _, text := range []string{"in waits_in_a_thread", "in waits_for_a_worker", "in hangs_in_a_worker"} {
		if !strings.Contains(got.output, text) {
			t.Errorf("%q is missing in:\n%s", text, got.output)
		}
	}
	if strings.Contains(got.output, "it went on\n") {
		t.Errorf("a process went on when another had ended:\n%s", got.output)
	}
	if diff := cmp.Diff(map[string]string{"junit.xml": "<testsuite/>"}, got.failed); diff != "" {
		t.Errorf("reports (-want +got):\n%s", diff)
	}
}
