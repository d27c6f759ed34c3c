//go:build linux

package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/v1/tarball"

	"python-pipeline/ci/summary"
)

func TestArgumentsOfTheTestCommand(t *testing.T) {
	t.Parallel()
	app := calculator(t, "some-tests")
	r := ci(t, nil, "test", app, "--", "-k", "grammar").mustPass(t)
	all := ci(t, nil, "test", app).mustPass(t)
	if some, every := r.app(t, "some-tests").Tests.Passed, all.app(t, "some-tests").Tests.Passed; some == 0 || some >= every {
		t.Errorf("-k grammar ran %d of %d tests", some, every)
	}
	mustNotBePublished(t, "some-tests")
}

func TestBuildWritesAnArchive(t *testing.T) {
	t.Parallel()
	app := calculator(t, "archived")
	r := ci(t, nil, "build", app).mustPass(t)
	mustNotBePublished(t, "archived")
	archive := filepath.Join(r.dist, named("archived"), "image.tar")
	want := describe(t, openArchive(t, archive))
	if diff := cmp.Diff(want, *r.app(t, "archived").Image); diff != "" {
		t.Errorf("the archive differs from the summary (-archive +summary):\n%s", diff)
	}
	published := ci(t, nil, app).mustPass(t).app(t, "archived")
	if diff := cmp.Diff(describe(t, pull(t, published)), *published.Image); diff != "" || published.Image.Layers != want.Layers {
		t.Errorf("the published image differs from the summary (-registry +summary):\n%s", diff)
	}
	if _, err := tarball.ImageFromPath(archive, nil); err != nil {
		t.Errorf("what Docker would load is no image: %v", err)
	}
}

// What ends a run before its first app is on the page of a job too.
func TestAnnotationOfAWrongSetting(t *testing.T) {
	t.Parallel()
	const annotation = "::error title=run::PIPELINE_ENGINE: "
	ci(t, []string{"GITHUB_ACTIONS=true", "PIPELINE_ENGINE=dokcer"}).mustFail(t, "error: PIPELINE_ENGINE: ", annotation)
	r := ci(t, []string{"GITHUB_ACTIONS=false", "PIPELINE_ENGINE=dokcer"}).mustFail(t, "error: PIPELINE_ENGINE: ")
	if strings.Contains(r.output, "::error") {
		t.Errorf("there is no job:\n%s", r.output)
	}
}

// A plan needs no engine, and names the file of each decision.
func TestPlan(t *testing.T) {
	t.Parallel()
	r := ci(t, []string{"PIPELINE_CACHE_DIR=" + t.TempDir(), "PIPELINE_ENGINE=embedded"}, "plan", "sample-app/calculator", "ci/e2e/testdata/web")
	for _, text := range []string{"from app.py", "from requirements.txt", "from Pipfile.lock", "UWSGI_WORKER_RELOAD_MERCY"} {
		if r.code != 0 || !strings.Contains(r.output, text) {
			t.Errorf("exit status %d, %q is not in:\n%s", r.code, text, r.output)
		}
	}
	r = ci(t, nil, "plan", "sample-app/calculator", "--json")
	var plans map[string]struct {
		Python  string   `json:"python"`
		Command []string `json:"command"`
	}
	if err := json.Unmarshal([]byte(r.output), &plans); err != nil || len(plans["calculator"].Command) != 2 || plans["calculator"].Python == "" {
		t.Errorf("%v: %+v in:\n%s", err, plans, r.output)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	r := ci(t, nil, "help")
	for _, word := range []string{"open a shell", "embedded engine", "PIPELINE_REGISTRY", "SSL_CERT_FILE"} {
		if !strings.Contains(r.output, word) {
			t.Errorf("help does not mention %s:\n%s", word, r.output)
		}
	}
}

// Ctrl-C ends a run, and everything that it started, at once. The summary says
// so; that of an earlier run is gone.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	slow := calculator(t, "slow", write("tests/test_slow.py", slowTest("interrupted")))
	dist, output := t.TempDir(), filepath.Join(t.TempDir(), "output")
	if err := write(summary.FileName, `{"ok": true}`)(dist); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, slow)
	cmd.Dir, cmd.Env = repository, append(os.Environ(), "PIPELINE_DIST="+dist, "INTERRUPTED="+thisRun, "GITHUB_ACTIONS=true", "GITHUB_OUTPUT="+output)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	waitForProcess(t, named("interrupted"), true)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case <-ended:
	case <-time.After(2 * time.Minute):
		t.Fatal("it still runs after two minutes")
	}
	waitForProcess(t, named("interrupted"), false)
	if code := cmd.ProcessState.ExitCode(); code != 130 {
		t.Errorf("exit status %d", code)
	}
	if text := readFile(t, filepath.Join(dist, summary.FileName)); !strings.Contains(text, `"ok": false`) || !strings.Contains(text, `"error": "the run was interrupted"`) {
		t.Errorf("summary: %s", text)
	}
	if text := readFile(t, output); text != "images=[]\n" {
		t.Errorf("outputs: %q", text)
	}
	if left := processesWith(t, "INTERRUPTED="+thisRun); len(left) > 0 {
		t.Errorf("processes are left: %v", left)
	}
	mustNotBePublished(t, "slow")
}

// processesWith lists the processes that have a variable in their environment.
func processesWith(t *testing.T, variable string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err == nil && strings.Contains(string(content), "\x00"+variable+"\x00") {
			arguments, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
			found = append(found, strings.ReplaceAll(string(arguments), "\x00", " "))
		}
	}
	return found
}
