package workflow

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T) (Workflow, string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "..", ".github", "workflows", "ci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	w, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return w, string(text)
}

var (
	pinned  = regexp.MustCompile(`^ +(- )?uses: [\w-]+(/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)
	granted = regexp.MustCompile(`^ +[a-z-]+: (read|write)\b`)
)

// What a linter of syntax does not look at.
func TestWorkflowGivesAwayNothing(t *testing.T) {
	t.Parallel()
	w, text := read(t)
	for i, line := range strings.Split(text, "\n") {
		if strings.Contains(line, "uses:") && !pinned.MatchString(line) {
			t.Errorf("line %d: an action is pinned by its full commit, with the version beside it: %s", i+1, line)
		}
		if granted.MatchString(line) && !strings.Contains(line, " # ") {
			t.Errorf("line %d: a permission has its reason beside it: %s", i+1, line)
		}
	}
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
			if step.Run != "" && (step.Timeout == 0 || step.Timeout > job.Timeout-5) {
				t.Errorf("%s: %s: with a limit of %d minutes the job's own may come before the reports are handed over", name, step.Name, step.Timeout)
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
	if diff := cmp.Diff(want, w.Jobs["check"].Permissions); diff != "" {
		t.Errorf("pull requests get what publishing takes, or no reports (-want +got):\n%s", diff)
	}
	want["packages"] = "write"
	if diff := cmp.Diff(want, w.Jobs["publish"].Permissions); diff != "" {
		t.Errorf("permissions to publish differ (-want +got):\n%s", diff)
	}
}

// Both jobs do the same.
func TestJobsHaveTheSameSteps(t *testing.T) {
	t.Parallel()
	w, _ := read(t)
	check, publish := w.Jobs["check"].Steps, w.Jobs["publish"].Steps
	if len(check) != len(publish) {
		t.Fatalf("%d and %d steps", len(check), len(publish))
	}
	for i := range check {
		want, got := check[i], publish[i]
		if want.ID == "pipeline" {
			want.Name, want.Env, got.Name, got.Env = "", nil, "", nil
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("step %d differs (-check +publish):\n%s", i+1, diff)
		}
	}
}

// What a run has that must not get out.
const (
	token    = "ghs_token-of-the-job"
	password = "hunter2-of-another-registry"
)

func scope(event, ref string, vars, secrets map[string]any) Scope {
	return Scope{
		Contexts: Contexts{
			"github": map[string]any{
				"event_name": event, "ref": ref, "repository": "Acme/shop", "actor": "ada", "token": token, "workflow": "ci",
			},
			"vars": vars, "secrets": secrets,
			"steps": map[string]any{"pipeline": map[string]any{"outputs": map[string]any{"images": "[]"}}},
		},
		Functions: Functions{"success": func(...string) any { return true }, "hashfiles": func(...string) any { return "0123" }},
	}
}

// Which job runs, and what the step that publishes is given, by what happened.
func TestWhatStepsAreGiven(t *testing.T) {
	t.Parallel()
	none := map[string]any{}
	login := map[string]any{"pipeline_registry_password": password}
	elsewhere := map[string]any{"pipeline_registry": "registry.example/acme", "pipeline_registry_username": "robot"}
	packages := map[string]string{"PIPELINE_REGISTRY": "ghcr.io/Acme/shop", "PIPELINE_REGISTRY_USERNAME": "ada", "PIPELINE_REGISTRY_PASSWORD": token}
	other := map[string]string{"PIPELINE_REGISTRY": "registry.example/acme", "PIPELINE_REGISTRY_USERNAME": "robot", "PIPELINE_REGISTRY_PASSWORD": password}
	for name, test := range map[string]struct {
		event, ref    string
		vars, secrets map[string]any
		job           string
		want          map[string]string
	}{
		"push to main":                         {"push", "refs/heads/main", none, none, "publish", packages},
		"push to main, empty variables":        {"push", "refs/heads/main", map[string]any{"pipeline_registry": ""}, login, "publish", packages},
		"push to main, another registry":       {"push", "refs/heads/main", elsewhere, login, "publish", other},
		"version tag":                          {"push", "refs/tags/v1.2.3", none, none, "publish", packages},
		"version tag, another registry":        {"push", "refs/tags/v1.2.3", elsewhere, login, "publish", other},
		"schedule":                             {"schedule", "refs/heads/main", none, none, "publish", packages},
		"schedule, another registry":           {"schedule", "refs/heads/main", elsewhere, login, "publish", other},
		"by hand on a branch":                  {"workflow_dispatch", "refs/heads/feature", elsewhere, login, "check", nil},
		"by hand on a branch called as a tag":  {"workflow_dispatch", "refs/heads/v1.2.3", none, none, "check", nil},
		"by hand on another tag":               {"workflow_dispatch", "refs/tags/nightly", elsewhere, login, "check", nil},
		"pull request":                         {"pull_request", "refs/pull/12/merge", none, login, "check", nil},
		"pull request, another registry":       {"pull_request", "refs/pull/12/merge", elsewhere, login, "check", nil},
		"pull request from a fork":             {"pull_request", "refs/pull/12/merge", elsewhere, none, "check", nil},
		"pull request of a branch called main": {"pull_request", "refs/pull/13/merge", none, none, "check", nil},
		"another registry without a login": {"push", "refs/heads/main", map[string]any{"pipeline_registry": "registry.example/acme"}, none, "publish",
			map[string]string{"PIPELINE_REGISTRY": "registry.example/acme", "PIPELINE_REGISTRY_USERNAME": "", "PIPELINE_REGISTRY_PASSWORD": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := read(t)
			s := scope(test.event, test.ref, test.vars, test.secrets)
			job, err := w.Job(s)
			if err != nil || job != test.job {
				t.Fatalf("job %q, %v; expected %q", job, err, test.job)
			}
			for _, step := range w.Jobs[job].Steps {
				environment, err := s.Environment(w.Jobs[job], step)
				if err != nil {
					t.Fatal(err)
				}
				inputs, err := s.Texts(step.With)
				if err != nil {
					t.Fatal(err)
				}
				want := map[string]string{}
				if step.ID == "pipeline" && test.want != nil {
					want = test.want
				}
				if diff := cmp.Diff(want, environment); diff != "" {
					t.Errorf("environment of %s%s differs (-want +got):\n%s", step.Name, step.Uses, diff)
				}
				for input, value := range inputs {
					if strings.Contains(value, token) || strings.Contains(value, password) {
						t.Errorf("%s is given a secret as %s", step.Uses, input)
					}
				}
				if runs, err := s.Holds(step.If); err != nil || !runs {
					t.Errorf("%s%s runs: %v, %v", step.Name, step.Uses, runs, err)
				}
			}
			if outputs, err := s.Texts(w.Jobs[job].Outputs); err != nil || (job == "publish") != (outputs["images"] == "[]") {
				t.Errorf("outputs: %v, %v", outputs, err)
			}
		})
	}
}

// A pipeline step that failed, or whose time was up, leaves its reports.
func TestStepsAfterAFailure(t *testing.T) {
	t.Parallel()
	w, _ := read(t)
	for name, job := range w.Jobs {
		for _, files := range []string{"", "0123"} {
			s := scope("push", "refs/heads/main", nil, nil)
			s.Functions["success"] = func(...string) any { return false }
			s.Functions["hashfiles"] = func(...string) any { return files }
			var run []string
			for _, step := range job.Steps {
				runs, err := s.Holds(step.If)
				if err != nil {
					t.Fatal(err)
				}
				if action, _, _ := strings.Cut(step.Uses, "@"); runs {
					run = append(run, action)
				}
			}
			want := []string{"actions/upload-artifact"}
			if files != "" {
				want = []string{"github/codeql-action/upload-sarif", "actions/upload-artifact"}
			}
			if diff := cmp.Diff(want, run); diff != "" {
				t.Errorf("%s: steps after a failure differ (-want +got):\n%s", name, diff)
			}
		}
	}
}
