//go:build linux

package e2e

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// A workflow is .github/workflows/ci.yml. It has every key that the file may
// have, so that none is there which these tests do not know of.
type workflow struct {
	Name        string
	On          yaml.Node
	Permissions map[string]string
	Concurrency yaml.Node
	Jobs        map[string]workflowJob
}

type workflowJob struct {
	If          string
	RunsOn      string `yaml:"runs-on"`
	Timeout     int    `yaml:"timeout-minutes"`
	Permissions map[string]string
	Outputs     map[string]string
	Env         map[string]string
	Steps       []workflowStep
}

type workflowStep struct {
	Name, ID, If, Uses, Run, Shell string

	With, Env       map[string]string
	ContinueOnError bool `yaml:"continue-on-error"`
}

func workflowFile(t *testing.T) string {
	t.Helper()
	return readFile(t, filepath.Join(repository, ".github", "workflows", "ci.yml"))
}

func readWorkflow(t *testing.T) workflow {
	t.Helper()
	decoder := yaml.NewDecoder(strings.NewReader(workflowFile(t)))
	decoder.KnownFields(true)
	var w workflow
	if err := decoder.Decode(&w); err != nil {
		t.Fatal(err)
	}
	return w
}

var (
	pinned  = regexp.MustCompile(`^ +- uses: [\w-]+(/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	granted = regexp.MustCompile(`^ +[a-z-]+: (read|write)\b`)
)

// What a linter of syntax does not look at.
func TestWorkflowGivesAwayNothing(t *testing.T) {
	t.Parallel()
	for i, line := range strings.Split(workflowFile(t), "\n") {
		if strings.Contains(line, "uses:") && !pinned.MatchString(line) {
			t.Errorf("line %d: an action is pinned by its full commit, with the version beside it: %s", i+1, line)
		}
		if granted.MatchString(line) && !strings.Contains(line, " # ") {
			t.Errorf("line %d: a permission has its reason beside it: %s", i+1, line)
		}
	}
	w := readWorkflow(t)
	if w.Permissions == nil || len(w.Permissions) > 0 {
		t.Errorf("permissions of all jobs: %v", w.Permissions)
	}
	for name, job := range w.Jobs {
		if job.Timeout == 0 || len(job.Permissions) == 0 {
			t.Errorf("%s: timeout %d, permissions %v", name, job.Timeout, job.Permissions)
		}
		for _, step := range job.Steps {
			if strings.Contains(step.Run, "${{") {
				t.Errorf("%s: a value becomes part of a script: %s", name, step.Run)
			}
			if strings.HasPrefix(step.Uses, "actions/checkout@") && step.With["persist-credentials"] != "false" {
				t.Errorf("%s: the token stays in the checkout", name)
			}
			if strings.Contains(step.Uses, "/upload-") && !strings.Contains(step.If, "always()") {
				t.Errorf("%s: %s leaves a red run without its reports", name, step.Uses)
			}
		}
	}
	// security-events and actions are what upload-sarif needs, in a private repository too.
	want := map[string]string{"contents": "read", "security-events": "write", "actions": "read"}
	check := w.Jobs["check"]
	if diff := cmp.Diff(want, check.Permissions); diff != "" || len(check.Env) > 0 {
		t.Errorf("pull requests get what publishing takes, or no reports (-want +got):\n%s%v", diff, check.Env)
	}
	want["packages"] = "write"
	if diff := cmp.Diff(want, w.Jobs["publish"].Permissions); diff != "" {
		t.Errorf("permissions to publish differ (-want +got):\n%s", diff)
	}
}
