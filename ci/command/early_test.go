package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/apptest"
)

// inRepositoryWith changes to a repository with these files and the summary of an earlier run. Tests that change the working
// folder cannot run in parallel.
func inRepositoryWith(t *testing.T, files map[string]string) (root string) {
	t.Helper()
	files["dagger.json"], files["dist/summary.json"] = "{}", apptest.StaleSummary
	root, err := filepath.EvalSymlinks(apptest.Write(t, files))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	for _, name := range []string{"PIPELINE_DIST", "PIPELINE_APPS", "GITHUB_ACTIONS", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"} {
		t.Setenv(name, "")
	}
	return root
}

const named = "[project]\nname = \"shop\"\n"

// A run that ends before it has worked on an app leaves a summary with the error, and the files of a CI job.
func TestRunThatEndsEarly(t *testing.T) {
	for name, test := range map[string]struct {
		arguments []string
		variable  string
		want      string
	}{
		"two apps of one name":       {arguments: []string{"one", "two"}, want: "apps: ROOT/one and ROOT/two are both called shop; give one another [project] name in its pyproject.toml"},
		"no such app":                {arguments: []string{"test", "gone"}, want: "app gone: no such folder"},
		"an app called like a file":  {arguments: []string{"build", "log"}, want: "apps: ROOT/log is called dagger.log, as a file of every run in PIPELINE_DIST is; give it another [project] name in its pyproject.toml"},
		"the summary's own name":     {arguments: []string{"Summary.JSON"}, want: "apps: ROOT/Summary.JSON is called summary.json, as a file of every run in PIPELINE_DIST is; give it another [project] name in its pyproject.toml"},
		"a setting that is wrong":    {arguments: []string{"publish", "one"}, variable: "PIPELINE_FRESH=perhaps", want: "PIPELINE_FRESH"},
		"reports in the app's place": {arguments: []string{"nested/dist/shop"}, variable: "PIPELINE_DIST=nested/dist", want: "PIPELINE_DIST: the reports of shop would be in ROOT/nested/dist/shop"},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{
				"one/pyproject.toml": named, "two/pyproject.toml": named, "nested/dist/shop/pyproject.toml": named, "nested/dist/summary.json": apptest.StaleSummary,
				"log/pyproject.toml": "[project]\nname = \"dagger.log\"\n",
			}
			for _, folder := range []string{"one", "two", "log", "Summary.JSON", "nested/dist/shop"} {
				files[folder+"/requirements.txt"], files[folder+"/app.py"] = "", "print(1)\n"
			}
			root := inRepositoryWith(t, files)
			dist := filepath.Join(root, "dist")
			if name, value, found := strings.Cut(test.variable, "="); found {
				t.Setenv(name, value)
				if name == "PIPELINE_DIST" {
					dist = filepath.Join(root, value)
				}
			}
			output, page := filepath.Join(root, "output"), filepath.Join(root, "page")
			t.Setenv("GITHUB_ACTIONS", "true")
			t.Setenv("GITHUB_OUTPUT", output)
			t.Setenv("GITHUB_STEP_SUMMARY", page)
			_, err := execute(t.Context(), test.arguments)
			want := strings.ReplaceAll(test.want, "ROOT", root)
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("got %v, want %s", err, want)
			}
			s := apptest.ReadSummary(t, dist)
			if s.OK || len(s.Apps) > 0 || s.Error != err.Error() {
				t.Errorf("the summary is %+v", s)
			}
			if content, err := os.ReadFile(output); err != nil || string(content) != "images=[]\n" {
				t.Errorf("the outputs are %q, %v", content, err)
			}
			if content, err := os.ReadFile(page); err != nil || !strings.Contains(string(content), "run failed") {
				t.Errorf("the page is %q, %v", content, err)
			}
		})
	}
}

// A summary.json among an app's own files is not one of a run.
func TestRunWhoseReportsWouldBeAmongTheAppsFiles(t *testing.T) {
	root := inRepositoryWith(t, map[string]string{"one/pyproject.toml": named, "one/requirements.txt": "", "one/summary.json": "the app's"})
	for _, variable := range []string{"PIPELINE_FRESH=perhaps", "PIPELINE_FRESH=true"} {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
		t.Setenv("PIPELINE_DIST", "one")
		if _, err := execute(t.Context(), []string{"one"}); err == nil {
			t.Error("no error")
		}
		if content, err := os.ReadFile(filepath.Join(root, "one", "summary.json")); err != nil || string(content) != "the app's" {
			t.Errorf("%s: the app's file is %q, %v", variable, content, err)
		}
	}
}
