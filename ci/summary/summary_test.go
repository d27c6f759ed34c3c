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
	published = App{
		Name: "calculator", Reference: "ghcr.io/acme/calculator:latest", Digest: digest,
		Bytes: 16_340_000, Layers: 8, Tests: report.Tests{Passed: 14}, Coverage: pointer(97.2), Seconds: 10.1234,
	}
	tested = App{
		Name: "django", NotPublished: "set PIPELINE_REGISTRY", Digest: digest,
		Bytes: 999, Layers: 12, Tests: report.Tests{Passed: 30, Skipped: 1}, Seconds: 85, Warnings: []string{"requirements.txt: lark has no hash"},
	}
	failed = App{
		Name: "django", Tests: report.Tests{Passed: 12, Failed: 1}, Seconds: 34.2, Failures: []Failure{{
			Step: "test", Error: "1 of 13 tests failed", Advice: "run `go run ./ci test django -- -k test_add`",
			Output: "\x1b[31mFAILED\x1b[0m tests/test_app.py::test_add\n\n    assert 3 == 4\n",
		}},
	}
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
	second := New(Engine{Kind: "embedded", Version: "v0.21.8", StandIns: []string{"postgres:15-bookworm"}}, []App{published, failed}, 44*time.Second, nil)
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
		"ok":      false,
		"seconds": 44.0,
		"engine":  map[string]any{"kind": "embedded", "version": "v0.21.8", "stand_ins": []any{"postgres:15-bookworm"}},
		"apps": []any{
			map[string]any{
				"name": "calculator", "reference": "ghcr.io/acme/calculator:latest", "digest": digest, "bytes": 16340000.0, "layers": 8.0,
				"tests": map[string]any{"passed": 14.0, "failed": 0.0, "skipped": 0.0}, "coverage": 97.2, "seconds": 10.123, "warnings": []any{}, "failures": []any{},
			},
			map[string]any{
				"name": "django", "reference": "", "digest": "", "bytes": 0.0, "layers": 0.0,
				"tests": map[string]any{"passed": 12.0, "failed": 1.0, "skipped": 0.0}, "coverage": nil, "seconds": 34.2, "warnings": []any{},
				"failures": []any{map[string]any{
					"step": "test", "error": "1 of 13 tests failed", "advice": "run `go run ./ci test django -- -k test_add`",
				}},
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
