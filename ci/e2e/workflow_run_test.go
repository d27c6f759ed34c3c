//go:build linux

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// A push to main publishes, says so on the job's page, and gives the next jobs
// what they need.
func TestWorkflowPublishes(t *testing.T) {
	t.Parallel()
	registry := engineStatus(t)["registry"]
	r := (runner{
		event: "push", ref: "refs/heads/main",
		// A registry that takes everybody: the variable without a login.
		vars: map[string]any{"pipeline_registry": registry},
		environment: []string{
			"GITHUB_REF_NAME=main", "GITHUB_REF_TYPE=branch",
			"PIPELINE_APPS=sample-app/calculator",
		},
	}).run(t, checkout(t))
	if r.code != 0 || len(r.commands) > 0 {
		t.Fatalf("exit status %d, commands %q; the job said:\n%s", r.code, r.commands, r.output)
	}
	var images []struct {
		App, Repository, Digest, Reference string
		Tags                               []string
	}
	if err := json.Unmarshal([]byte(r.jobOutputs["images"]), &images); err != nil || len(images) != 1 {
		t.Fatalf("images: %v: %s", err, r.jobOutputs["images"])
	}
	image := images[0]
	if image.App != "calculator" || image.Repository != registry+"/calculator" || image.Reference != image.Repository+"@"+image.Digest ||
		!slices.Equal(image.Tags, []string{"main", "sha-" + thisCommit[:7]}) {
		t.Errorf("images: %+v", image)
	}
	if r.outputs["digest-calculator"] != image.Digest || r.outputs["reference-calculator"] != image.Reference {
		t.Errorf("outputs: %v", r.outputs)
	}
	for _, reference := range []string{image.Reference, image.Repository + ":main", image.Repository + ":sha-" + thisCommit[:7]} {
		parsed, err := name.ParseReference(reference)
		if err != nil {
			t.Fatal(err)
		}
		if found, err := remote.Head(parsed); err != nil || found.Digest.String() != image.Digest {
			t.Errorf("%s: %v, %v", reference, found, err)
		}
	}
	for _, text := range []string{"### ✅ 1 app passed", "| calculator |", image.Digest} {
		if !strings.Contains(r.page, text) {
			t.Errorf("%q is not on the job's page:\n%s", text, r.page)
		}
	}
}

// A pull request whose test fails: the annotation is at the line that fails,
// and nothing is there to be deployed.
func TestWorkflowOfAFailingTest(t *testing.T) {
	t.Parallel()
	workspace := checkout(t)
	app := named("workflow-failing")
	source := calculator(t, "workflow-failing", write("tests/test_wrong.py", `def half(number):
    assert number == 54, "50% of it,\n::warning::is missing"


def test_wrong():
    print("::set-output name=images::forged")
    half(6 * 7)
`))
	if err := os.CopyFS(filepath.Join(workspace, "apps", app), os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	const password = "hunter2-of-the-registry"
	r := (runner{
		event: "pull_request", ref: "refs/pull/12/merge",
		environment: []string{
			"GITHUB_REF_NAME=12/merge", "GITHUB_REF_TYPE=branch",
			"PIPELINE_APPS=apps/" + app, "PIPELINE_REGISTRY_USERNAME=robot", "PIPELINE_REGISTRY_PASSWORD=" + password,
		},
	}).run(t, workspace)
	if r.code != 1 {
		t.Fatalf("exit status %d; the job said:\n%s", r.code, r.output)
	}
	title := "title=" + app + "%3A test"
	want := []string{
		"::error " + title + "::1 of … tests failed: tests.test_wrong.test_wrong%0Afix the code or the test; `go run ./ci test APP -- ARGUMENTS` runs some of them (`dagger call` has test --args)",
		"::error file=apps/" + app + "/tests/test_wrong.py,line=7," + title + "s.test_wrong.test_wrong::AssertionError: 50%25 of it,%0A  ::warning::is missing%0Aassert 42 == 54",
	}
	for i, command := range r.commands {
		r.commands[i] = regexp.MustCompile(`::1 of \d+ tests`).ReplaceAllString(command, "::1 of … tests")
	}
	if diff := cmp.Diff(want, r.commands); diff != "" {
		t.Errorf("commands differ (-want +got):\n%s\nin\n%s", diff, r.output)
	}
	if diff := cmp.Diff(map[string]string{"images": "[]"}, r.outputs); diff != "" {
		t.Errorf("outputs differ (-want +got):\n%s", diff)
	}
	for _, text := range []string{"### ❌ 1 of 1 app failed", "| failed test | message |", `test\_wrong.py:7) | AssertionError: 50% of it,`} {
		if !strings.Contains(r.page, text) {
			t.Errorf("%q is not on the job's page:\n%s", text, r.page)
		}
	}
	// What the workflow keeps of a red run.
	dist := filepath.Join(workspace, "dist")
	if _, err := os.Stat(filepath.Join(dist, app, "junit.xml")); err != nil {
		t.Error(err)
	}
	if strings.Contains(r.output+r.page, password) || holds(t, dist, password) {
		t.Error("a password is in the log, on the job's page or in dist")
	}
	mustNotBePublished(t, "workflow-failing")
}
