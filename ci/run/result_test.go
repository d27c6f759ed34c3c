package run

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/apptest"
	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/summary"
)

// on is a pipeline on an engine of which only this much matters.
func on(session engine.Session, t Task) *pipeline {
	return &pipeline{Session: &Session{Run: &Run{Setup: Setup{Config: new(config.Config)}}, Engine: &session}, task: t}
}

func TestKnownImages(t *testing.T) {
	t.Parallel()
	const before = "check the keys python and variant"
	missing := report.Failure{Code: report.CodeNoImage, Problem: "python:3.9-slim-bookworm: the image cannot be pulled: connection refused"}
	replaceable := []string{"python:3.11-slim-bookworm", "python:3.11-bookworm"}
	for name, test := range map[string]struct {
		replaceable []string
		failure     report.Failure
		want        string
	}{
		"a stand-in is missing":                    {replaceable, missing, "docker.io is not used here, and of its images there are stand-ins for python:3.11-slim-bookworm, python:3.11-bookworm"},
		"a stand-in could not be made":             {[]string{"python:3.9-slim-bookworm"}, missing, "docker.io is not used here, and the stand-in for this image could not be made: the step that failed above says why; other versions of Python may work"},
		"docker.io is used":                        {nil, missing, before},
		"a failure that has nothing to do with it": {replaceable, report.Failure{Problem: "1 of 4 tests failed: tests.test_sum"}, before},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.failure.Advice = before
			on(engine.Session{Replaceable: test.replaceable}, Task{}).advise(&test.failure)
			if diff := cmp.Diff(test.want, test.failure.Advice); diff != "" {
				t.Errorf("advice differs (-want +got):\n%s", diff)
			}
		})
	}
}

// What the run adds to the module's report; the report itself stays as it is.
func TestComplete(t *testing.T) {
	t.Parallel()
	published := report.New("shop")
	published.References, published.Digest = []string{"ghcr.io/acme/shop:main@sha256:01"}, "sha256:01"
	failed := report.New("shop")
	failed.Failures = []report.Failure{{Step: report.StepTest, Problem: "1 of 15 tests failed: tests.test_sum", Advice: "fix the code or the test"}}
	scanned := report.New("shop")
	scanned.Scan = &report.Scan{Database: report.Database{Updated: "2026-11-22T00:00:00Z", Days: 5}}
	known := database{folder: "/cache/databases/0123", Database: report.Database{Source: "the small one of this repository", Advisories: 31, Small: true}}
	for name, test := range map[string]struct {
		report       *report.Report
		registry     string
		database     database
		task         Task
		notPublished string
		want         report.Database
	}{
		"passed, nowhere to publish to":   {report: report.New("shop"), notPublished: "set PIPELINE_REGISTRY"},
		"tests alone, without publishing": {report: report.New("shop"), task: Task{Only: []string{report.StepTest}}},
		"published":                       {report: published, registry: "ghcr.io/acme"},
		"failed":                          {report: failed},
		"scanned with a database of this machine": {report: scanned, registry: "ghcr.io/acme", database: known, want: report.Database{
			Updated: "2026-11-22T00:00:00Z", Days: 5, Source: known.Source, Advisories: 31, Small: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := *test.report
			if want.Scan != nil {
				want.Scan = &report.Scan{Database: test.want}
			}
			p := on(engine.Session{Connection: embedded.Connection{Registry: test.registry}}, test.task)
			p.database = test.database
			out := t.TempDir()
			got := summary.App{Report: *test.report}
			p.complete(t.Context(), &got, apps.App{}, out)
			if diff := cmp.Diff(summary.App{Report: want, NotPublished: test.notPublished}, got); diff != "" {
				t.Errorf("result differs (-want +got):\n%s", diff)
			}
			content, err := os.ReadFile(filepath.Join(out, report.Digest))
			if want.Digest != "" && string(content) != want.Digest+"\n" || want.Digest == "" && !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the file of the digest has %q, %v", content, err)
			}
		})
	}
}

// Files of failed tests are named as the repository has them.
func TestPlacesOfFailedTests(t *testing.T) {
	t.Parallel()
	root, outside := t.TempDir(), t.TempDir()
	for folder, want := range map[string]string{root + "/apps/shop": "apps/shop/tests/test_sum.py", outside: filepath.Join(outside, "tests/test_sum.py")} {
		p := on(engine.Session{}, Task{})
		p.Root = root
		got := summary.NewApp("shop")
		got.Tests = &report.Tests{Failed: 2, Failures: []report.FailedTest{{Name: "tests.test_sum", File: "tests/test_sum.py", Line: 9}, {Name: "tests.setup"}}}
		p.complete(t.Context(), &got, apps.App{Folder: folder}, t.TempDir())
		if failed := got.FailedTests(); failed[0].File != want || failed[0].Line != 9 || failed[1].File != "" {
			t.Errorf("%s: %+v", folder, failed)
		}
	}
}

func TestAnAppWithoutPlanNeedsNoEngine(t *testing.T) {
	t.Parallel()
	r := &Run{
		Setup: Setup{Config: &config.Config{Dist: t.TempDir()}},
		Apps:  []apps.App{{Name: "shop", Err: errors.New("pyproject.toml: line 2: no value")}},
	}
	_, got, err := r.do(t.Context(), Task{})
	if err != nil {
		t.Fatal(err)
	}
	want := summary.NewApp("shop")
	want.Failures = []report.Failure{{Step: "plan", Problem: "pyproject.toml: line 2: no value"}}
	if diff := cmp.Diff([]summary.App{want}, got); diff != "" {
		t.Errorf("result differs (-want +got):\n%s", diff)
	}
}

// An image or a report of an earlier run must not be taken for this run's; files that no run wrote stay.
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
	dist := apptest.Write(t, files)
	(&Run{Setup: Setup{Config: &config.Config{Dist: dist}}}).newResult(apps.App{Name: "shop", Err: errors.New("pyproject.toml: line 2: no value")})
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

// A report may name any file; one of another folder is none of the repository's.
func TestInRepository(t *testing.T) {
	t.Parallel()
	root := filepath.Join(t.TempDir(), "repository")
	folder := filepath.Join(root, "apps", "shop")
	for file, want := range map[string]string{
		"":                          "",
		"tests/test_sum.py":         "apps/shop/tests/test_sum.py",
		"../../conftest.py":         "conftest.py",
		"../../../secret/passwords": filepath.Join(filepath.Dir(root), "secret", "passwords"),
	} {
		if got := inRepository(root, folder, file); got != want {
			t.Errorf("%s: got %s, want %s", file, got, want)
		}
	}
}
