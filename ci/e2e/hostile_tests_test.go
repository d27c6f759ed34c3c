//go:build linux

package e2e

import (
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"dagger/python-pipeline/report"
)

// hostileConftest is what a plugin of pytest may do when the tests have ended and their report is written: it leaves files
// that would replace those of the run, or reach what is outside of it, and says that all is well.
const hostileConftest = `
import json
import os
import subprocess
import sys

NAME, CANARY, OUTSIDE = %q, %q, %q
DIGEST = "sha256:" + 64 * "0"
FORGED = {
    "schema": 2, "name": NAME, "decisions": [], "warnings": [], "tests": {"passed": 1000, "failed": 0, "skipped": 0}, "coverage": 100, "processes": [],
    "scan": None, "references": [f"{CANARY}/{NAME}:latest@{DIGEST}"], "digest": DIGEST, "steps": [], "failures": [],
}


def pytest_unconfigure(config):
    os.chdir("/reports")
    os.makedirs(f"{NAME}/deeper", exist_ok=True)
    for name in ("forged.json", f"{NAME}/report.json", f"{NAME}/deeper/report.json"):
        with open(name, "w") as forged:
            json.dump(FORGED, forged)
    os.symlink(f"../{NAME}/forged.json", "report.json")
    for name in ("digest", "summary.json", "dagger.log", "trivy.sarif"):
        os.symlink(OUTSIDE, name)
    os.symlink("/proc/self/environ", "x")
    os.symlink("/proc/self/environ", "sbom.cdx.json")
    for name in ("image.tar", "trivy.json", "fifo"):
        os.mkfifo(name)
    with open("setuid", "w") as program:
        program.write("#!/bin/sh\n")
    os.chmod("setuid", 0o6755)
    with open("huge", "w") as huge:
        huge.truncate(20 << 30)
    for file in ("/results/junit.xml", "/outcome.json"):
        try:
            os.makedirs(os.path.dirname(file), exist_ok=True)
            with open(file, "w") as planted:
                planted.write("{}")
            print("PLANTED", file)
        except OSError:
            pass
    writer = "import time\nwhile True:\n    open('/reports/late.json', 'a').write('late')\n    time.sleep(0.01)"
    subprocess.Popen([sys.executable, "-c", writer], start_new_session=True)
    print("::error::forged\n::set-output name=images::forged\n\x1b]0;title\x07\x1b[31mred")
    %s
    sys.stdout.flush()
    os._exit(0)
`

// A canary is a registry that no run publishes to; it keeps the requests that it gets.
type canary struct {
	*httptest.Server
	mu       sync.Mutex
	requests []string
}

func newCanary(t *testing.T) *canary {
	t.Helper()
	c := new(canary)
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		c.mu.Lock()
		defer c.mu.Unlock()
		c.requests = append(c.requests, fmt.Sprint(r.Method, " ", r.URL, " ", user, ":", password))
		w.Header().Set("WWW-Authenticate", "Basic realm=registry")
		w.WriteHeader(http.StatusUnauthorized)
	}))
	t.Cleanup(c.Close)
	return c
}

// Whatever tests leave, the verdict is true, and nothing of it reaches this machine but two reports of the tests. Those
// that hang end, and say where.
func TestHostileTests(t *testing.T) {
	t.Parallel()
	forged := newCanary(t)
	outside := filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("untouched"), 0o600); err != nil {
		t.Fatal(err)
	}
	var folders []string
	add := func(name, does string, changes ...func(string) error) {
		conftest := fmt.Sprintf(hostileConftest, named(name), strings.TrimPrefix(forged.URL, "http://"), outside, does)
		changes = append([]func(string) error{alone("conftest.py", conftest), write("tests/test_sum.py", "def test_sum():\n    assert 1 + 1 == 2\n")}, changes...)
		folders = append(folders, calculator(t, name, changes...))
	}
	add("hostile-passing", "pass")
	add("hostile-failing", "pass", appendTo("tests/test_sum.py", "\n\ndef test_wrong():\n    assert 1 + 1 == 3\n"))
	add("hostile-fifo", `os.remove("junit.xml"); os.mkfifo("junit.xml")`)
	add("hostile-link", `os.remove("junit.xml"); os.symlink("/etc/passwd", "junit.xml")`)
	add("hostile-giant", `os.truncate("junit.xml", 20 << 30)`)
	add("hostile-early", `os.remove("junit.xml")`)
	folders = append(folders,
		calculator(t, "hanging", alone("test_hangs.py", "import time\n\n\ndef test_hangs():\n    time.sleep(3600)\n"),
			replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\ntest-timeout = \"20s\"")),
		calculator(t, "hanging-unittest", withUnittest("\n    def test_hangs(self):\n        import time\n        print('::error::forged')\n        time.sleep(3600)\n"),
			replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\ntest-timeout = \"20s\"")))
	output, page := filepath.Join(t.TempDir(), "output"), filepath.Join(t.TempDir(), "page")
	r := ci(t, []string{
		"GITHUB_ACTIONS=true", "GITHUB_OUTPUT=" + output, "GITHUB_STEP_SUMMARY=" + page, "PIPELINE_TAGS=latest",
	}, folders...)
	if r.code != 1 || len(r.summary.Apps) != len(folders) || r.summary.OK {
		t.Fatalf("exit status %d, summary %+v; the program said:\n%s", r.code, r.summary, r.output)
	}

	for name, test := range map[string]struct {
		problem string   // empty for an app that passes
		files   []string // of the tests
		output  []string
	}{
		"hostile-passing": {files: []string{report.JUnit}},
		"hostile-failing": {
			problem: "1 of 2 tests failed: tests.test_sum.test_wrong, but the test command ended with exit status 0",
			files:   []string{report.JUnit}, output: []string{"assert (1 + 1) == 3"},
		},
		"hostile-fifo":     {problem: "junit.xml is not an ordinary file"},
		"hostile-link":     {problem: "junit.xml is not an ordinary file"},
		"hostile-giant":    {problem: "junit.xml is too large: 21474.9 MB, above the limit of 20 MB"},
		"hostile-early":    {problem: "pytest wrote no junit.xml, but the test command ended with exit status 0"},
		"hanging":          {problem: "the tests did not end within 20s, the time of test-timeout", output: []string{"test_hangs.py\", line 5 in test_hangs"}},
		"hanging-unittest": {problem: "the tests did not end within 20s, the time of test-timeout", output: []string{"in test_hangs"}},
	} {
		app := r.app(t, name)
		if test.problem == "" {
			if app.Failed() || app.Tests.Passed != 1 {
				t.Fatalf("%s: %+v", name, app)
			}
			pull(t, app) // by its digest
		} else {
			if failedAt(app) != report.StepTest || app.Failures[0].Problem != test.problem || len(app.References) > 0 || app.Digest != "" {
				t.Errorf("%s: %+v", name, app)
			}
			mustNotBePublished(t, name)
		}
		for _, text := range test.output {
			if !strings.Contains(r.output, text) {
				t.Errorf("%s: %q is missing in:\n%s", name, text, r.output)
			}
		}
		mustHaveReportsOnly(t, filepath.Join(r.dist, named(name)), test.files, app.Digest != "")
	}

	mustHaveReportsOnly(t, r.dist, []string{"summary.json", "dagger.log"}, false)
	if content := readFile(t, outside); content != "untouched" {
		t.Errorf("a file outside is now %q", content)
	}
	if len(forged.requests) > 0 {
		t.Errorf("a registry of the tests' choice was asked: %v", forged.requests)
	}
	if strings.Contains(r.output, "PLANTED") {
		t.Errorf("tests could write where results are:\n%s", r.output)
	}
	app := r.app(t, "hostile-passing")
	repository, _, _ := strings.Cut(app.References[0], ":latest")
	wantOutput := fmt.Sprintf("digest-%[1]s=%[2]s\nreference-%[1]s=%[3]s@%[2]s\n"+
		`images=[{"app":"%[1]s","repository":"%[3]s","digest":"%[2]s","reference":"%[3]s@%[2]s","tags":["latest"]}]`+"\n", app.Name, app.Digest, repository)
	if got := readFile(t, output); got != wantOutput {
		t.Errorf("the outputs are %q, want %q", got, wantOutput)
	}
	if got := readFile(t, page); strings.ContainsAny(got, "\x1b\x07") || !strings.Contains(got, "apps failed") {
		t.Errorf("the page is %q", got)
	}
}

// mustHaveReportsOnly looks at every file of a folder of reports: each is an ordinary one that a run writes, or one of the
// given names; folders are looked at only in those of apps.
func mustHaveReportsOnly(t *testing.T, folder string, names []string, published bool) {
	t.Helper()
	ofRun := []string{report.File, report.Coverage}
	if published {
		ofRun = append(ofRun, report.Digest)
	}
	for _, name := range report.Files {
		if strings.HasPrefix(name, "trivy") || strings.HasPrefix(name, "sbom") {
			ofRun = append(ofRun, name)
		}
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		isApp := entry.IsDir() && slices.Contains(names, "summary.json")
		known := slices.Contains(names, entry.Name()) || slices.Contains(ofRun, entry.Name()) && !slices.Contains(names, "summary.json")
		if !isApp && (!known || info.Mode() != fs.FileMode(0o644)) {
			t.Errorf("%s: %s has mode %v", folder, entry.Name(), info.Mode())
		}
	}
	for _, name := range names {
		if _, err := os.Lstat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
}
