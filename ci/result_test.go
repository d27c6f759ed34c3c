package main

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"
	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/summary"
)

// on is a job on an engine of which only this much matters.
func on(session engine.Session, t task) *job {
	return &job{environment: &environment{config: &config.Config{}}, session: &session, task: t}
}

func TestKnownImages(t *testing.T) {
	t.Parallel()
	const (
		missing = "python:3.9-slim-bookworm: the image cannot be pulled: connection refused"
		before  = "check the keys python and variant"
	)
	replaceable := []string{"python:3.11-slim-bookworm", "python:3.11-bookworm"}
	for name, test := range map[string]struct {
		replaceable []string
		problem     string
		want        string
	}{
		"a stand-in is missing":                    {replaceable, missing, "docker.io is not used here, and of its images there are stand-ins for python:3.11-slim-bookworm, python:3.11-bookworm"},
		"docker.io is used":                        {nil, missing, before},
		"a failure that has nothing to do with it": {replaceable, "1 of 4 tests failed: tests.test_sum", before},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failure := report.Failure{Problem: test.problem, Advice: before}
			got := on(engine.Session{Replaceable: test.replaceable}, task{}).failure(failure).Advice
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("advice differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEnter(t *testing.T) {
	t.Parallel()
	coverage := 97.5
	passed := report.Report{
		Name: "shop", Tests: &report.Tests{Passed: 14, Skipped: 1}, Coverage: &coverage,
		Warnings: []string{"requirements.txt: lark has no hash"},
	}
	failed := passed
	failed.Failures = []report.Failure{
		{Step: report.StepTest, Problem: "1 of 15 tests failed: tests.test_sum", Output: "assert 3 == 4", Advice: "mend the code or the test"},
		{Step: report.StepSmoke, Problem: "the image does not work"},
	}
	tests := report.Tests{Passed: 14, Skipped: 1}
	for name, test := range map[string]struct {
		report  report.Report
		session engine.Session
		task    task
		want    summary.App
	}{
		"passed, nowhere to publish to": {
			report: passed,
			want:   summary.App{Tests: tests, Coverage: &coverage, Warnings: passed.Warnings, NotPublished: "set PIPELINE_REGISTRY"},
		},
		"tests alone: nobody asked to publish": {
			report: passed,
			task:   task{only: []string{report.StepTest}},
			want:   summary.App{Tests: tests, Coverage: &coverage, Warnings: passed.Warnings},
		},
		"one round tells of every failure": {
			report:  failed,
			session: engine.Session{Registry: "127.0.0.1:20000"},
			want: summary.App{
				Tests: tests, Coverage: &coverage, Warnings: passed.Warnings,
				Failures: []summary.Failure{
					{Step: "test", Error: "1 of 15 tests failed: tests.test_sum", Output: "assert 3 == 4", Advice: "mend the code or the test"},
					{Step: "smoke", Error: "the image does not work"},
				},
			},
		},
		"a push stopped between two tags": {
			report: report.Report{
				Name: "shop", Digest: "sha256:01", References: []string{"127.0.0.1:20000/shop:1.2.3@sha256:01"},
				Failures: []report.Failure{{Step: report.StepPublish, Problem: "127.0.0.1:20000/shop:latest: no answer; pushed: 1.2.3; not pushed: latest"}},
			},
			session: engine.Session{Registry: "127.0.0.1:20000"},
			want: summary.App{
				Name: "shop", Pushed: []string{"127.0.0.1:20000/shop:1.2.3@sha256:01"},
				Failures: []summary.Failure{{Step: "publish", Error: "127.0.0.1:20000/shop:latest: no answer; pushed: 1.2.3; not pushed: latest"}},
			},
		},
		"a push stopped before the first tag": {
			report: report.Report{
				Name: "shop", Digest: "sha256:01", Failures: []report.Failure{{Step: report.StepPublish, Problem: "127.0.0.1:20000/shop:latest: no answer"}},
			},
			session: engine.Session{Registry: "127.0.0.1:20000"},
			want: summary.App{
				Name: "shop", Pushed: []string{"127.0.0.1:20000/shop@sha256:01"},
				Failures: []summary.Failure{{Step: "publish", Error: "127.0.0.1:20000/shop:latest: no answer"}},
			},
		},
		"nothing is known of tests": {
			report: report.Report{Name: "shop"},
			want:   summary.App{NotPublished: "set PIPELINE_REGISTRY"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := summary.App{Name: test.want.Name}
			on(test.session, test.task).enter(t.Context(), &got, &test.report, t.TempDir())
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("result differs (-want +got):\n%s", diff)
			}
		})
	}
}

// The engine pushed the image; that this machine cannot read it there changes
// nothing about that.
func TestEnterOfAnImageThatOnlyTheEngineCanReach(t *testing.T) {
	t.Parallel()
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	repository := closed.Addr().String() + "/acme/shop"
	closed.Close()
	digest := "sha256:" + strings.Repeat("0", 64)
	r := report.Report{
		Name: "shop", Warnings: []string{"requirements.txt: lark has no hash"},
		Digest: digest, References: []string{repository + ":main@" + digest, repository + ":latest@" + digest},
	}
	out := t.TempDir()
	var got summary.App
	on(engine.Session{}, task{}).enter(t.Context(), &got, &r, out)
	warnings := got.Warnings
	if len(warnings) != 2 || !strings.HasPrefix(warnings[1], "published, but its size is not known: "+repository+":main@"+digest+": ") {
		t.Errorf("warnings are %q", warnings)
	}
	got.Warnings = nil
	if diff := cmp.Diff(summary.App{Reference: repository + ":main", Digest: digest, Tags: []string{"main", "latest"}}, got); diff != "" {
		t.Errorf("result differs (-want +got):\n%s", diff)
	}
	if content, err := os.ReadFile(filepath.Join(out, report.Digest)); err != nil || string(content) != digest+"\n" {
		t.Errorf("the file has %q, %v", content, err)
	}
}

func TestAnAppWithoutPlanNeedsNoEngine(t *testing.T) {
	t.Parallel()
	got := (&job{dist: t.TempDir()}).runApp(t.Context(), app{name: "shop", err: errors.New("pyproject.toml: line 2: no value")})
	if diff := cmp.Diff(summary.App{Name: "shop", Failures: []summary.Failure{{Step: "plan", Error: "pyproject.toml: line 2: no value"}}}, got); diff != "" {
		t.Errorf("result differs (-want +got):\n%s", diff)
	}
}

// An image or a report of an earlier run must not pass for this one's; what no
// run wrote is not a run's to delete.
func TestAnAppWithoutPlanLeavesNoReportOfAnEarlierRun(t *testing.T) {
	t.Parallel()
	files := map[string]string{"shop/app.py": "", "shop/junit.xml/kept": "", "shop/static/report.json": "{}", "shop-api/image.tar": "", "dagger.log": ""}
	var want []string
	for name := range files {
		want = append(want, name)
	}
	for _, name := range report.Files {
		if name != report.JUnit { // a folder here
			files["shop/"+name] = ""
		}
	}
	dist := tree(t, files)
	(&job{dist: dist}).runApp(t.Context(), app{name: "shop", err: errors.New("pyproject.toml: line 2: no value")})
	var left []string
	err := fs.WalkDir(os.DirFS(dist), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			left = append(left, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(want)
	slices.Sort(left)
	if diff := cmp.Diff(want, left); diff != "" {
		t.Errorf("what is left differs (-want +got):\n%s", diff)
	}
}
