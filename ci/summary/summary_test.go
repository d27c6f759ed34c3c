package summary

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"
)

const digest = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func pointer(f float64) *float64 { return &f }

var docker = Engine{Kind: "docker", Version: "v0.21.8"}

// published, tested and failed are apps as the tests below change them.
var (
	published = App{Seconds: 10.1234, Report: report.Report{
		Name: "calculator", References: []string{"ghcr.io/acme/calculator:latest@" + digest}, Digest: digest,
		Image: &report.Image{Bytes: 16_340_000, Layers: 8, Digest: digest}, Tests: &report.Tests{Passed: 14}, Coverage: pointer(97.2),
	}}
	tested = App{NotPublished: "set PIPELINE_REGISTRY", Seconds: 85, Report: report.Report{
		Name: "django", Image: &report.Image{Bytes: 999, Layers: 12, Digest: digest},
		Tests: &report.Tests{Passed: 30, Skipped: 1}, Warnings: []string{"requirements.txt: lark has no hash"},
	}}
	failed = App{Seconds: 34.2, Report: report.Report{
		Name: "django", Tests: &report.Tests{Passed: 12, Failed: 1}, Failures: []report.Failure{{
			Step: "test", Problem: "1 of 13 tests failed", Advice: "run `go run ./ci test django -- -k test_add`",
			Output: "\x1b[31mFAILED\x1b[0m tests/test_app.py::test_add\n\n    assert 3 == 4\n",
		}},
	}}
)

func TestNew(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		apps []App
		err  error
		want bool
	}{
		"all passed":                {apps: []App{published, tested}, want: true},
		"one failed":                {apps: []App{published, failed}},
		"an error outside the apps": {apps: []App{published}, err: errors.New("engine: killed")},
		"nothing ran":               {},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := New(docker, test.apps, time.Second, test.err).OK; got != test.want {
				t.Errorf("OK: got %v, want %v", got, test.want)
			}
		})
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "out", "dist")
	first := New(docker, nil, 0, errors.New("engine: killed"))
	whole, unplanned := NewApp("calculator"), NewApp("shop")
	whole.References, whole.Digest, whole.Image, whole.Tests, whole.Coverage = published.References, digest, published.Image, published.Tests, published.Coverage
	whole.Seconds = published.Seconds
	unplanned.Failures = append(unplanned.Failures, report.Failure{Step: report.StepPlan, Problem: "pyproject.toml: line 2: no value"})
	second := New(Engine{Kind: "embedded", Version: "v0.21.8", StandIns: []string{"postgres:15-bookworm"}}, []App{whole, unplanned}, 44*time.Second, nil)
	for _, s := range []Summary{first, second} {
		if err := s.Write(dir); err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	var got any
	if err := json.Unmarshal(content, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"schema":  2.0,
		"ok":      false,
		"seconds": 44.0,
		"engine":  map[string]any{"kind": "embedded", "version": "v0.21.8", "stand_ins": []any{"postgres:15-bookworm"}},
		"apps": []any{
			map[string]any{
				"schema": 2.0, "name": "calculator", "decisions": []any{}, "warnings": []any{}, "processes": []any{}, "steps": []any{}, "failures": []any{},
				"references": []any{"ghcr.io/acme/calculator:latest@" + digest}, "digest": digest, "scan": nil,
				"image": map[string]any{"bytes": 16340000.0, "layers": 8.0, "digest": digest},
				"tests": map[string]any{"passed": 14.0, "failed": 0.0, "skipped": 0.0}, "coverage": 97.2, "seconds": 10.123,
			},
			map[string]any{
				"schema": 2.0, "name": "shop", "decisions": []any{}, "warnings": []any{}, "processes": []any{}, "steps": []any{},
				"references": []any{}, "digest": "", "scan": nil, "image": nil, "tests": nil, "coverage": nil, "seconds": 0.0,
				"failures": []any{map[string]any{"step": "plan", "problem": "pyproject.toml: line 2: no value"}},
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got):\n" + diff)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%v, %v; want the summary and no temporary file", entries, err)
	}
	if info, err := os.Stat(filepath.Join(dir, FileName)); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v, %v; want one that others can read", info.Mode(), err)
	}
}

func TestWriteFails(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "dist")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	err := New(docker, nil, 0, nil).Write(file)
	want := filepath.Join(file, FileName) + ": not written: mkdir " + file + ": not a directory; check the folder's rights and space"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	occupied := t.TempDir()
	if err := os.MkdirAll(filepath.Join(occupied, FileName, "child"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := New(docker, nil, 0, nil).Write(occupied); err == nil {
		t.Error("no error where a folder has the file's name")
	}
	if entries, err := os.ReadDir(occupied); err != nil || len(entries) != 1 {
		t.Errorf("%v, %v; want no temporary file left", entries, err)
	}
}
