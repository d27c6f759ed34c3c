//go:build unix

package engine

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/config"
	"python-pipeline/ci/progress"
)

// onPath sets PATH to a folder that holds only the given shell scripts, which
// have to call other programs by their full paths.
func onPath(t *testing.T, scripts map[string]string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	return folder
}

// forgetEngine resets at the end of the test the variables that name the engine
// of its sessions.
func forgetEngine(t *testing.T) {
	t.Setenv("_EXPERIMENTAL_DAGGER_CLI_BIN", "")
	t.Setenv("_EXPERIMENTAL_DAGGER_RUNNER_HOST", "")
}

// Not parallel: the environment belongs to the process.
func TestConnectReportsWhyThereIsNoEngine(t *testing.T) {
	// Dagger's client may miss the last output of a program that ends at once.
	const client = "printf 'pulling the engine\\nno space left on device\\n' >&2; /bin/sleep 0.2; exit 1"
	for name, test := range map[string]struct {
		scripts map[string]string
		engine  config.Engine
		want    []string
	}{
		"no session with a runtime that answers": {
			map[string]string{"docker": ""}, config.EngineAuto,
			[]string{"engine: docker answers, but no session", "no space left on device", "embedded engine: it needs ", "perl"},
		},
		"a runtime that does not answer": {
			map[string]string{"docker": "echo 'is the daemon running?' >&2; exit 1"}, config.EngineAuto,
			[]string{"engine: docker is installed, but its daemon does not answer", "is the daemon running?", "embedded engine: it needs "},
		},
		"no runtime": {
			nil, config.EngineAuto,
			[]string{"engine: no container runtime is installed", "embedded engine: it needs "},
		},
		"only a container runtime is allowed": {
			map[string]string{"docker": ""}, config.EngineDocker,
			[]string{"engine: docker answers, but no session", "no space left on device"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			scripts := map[string]string{"client": client}
			maps.Copy(scripts, test.scripts)
			folder := onPath(t, scripts)
			forgetEngine(t)
			var shown strings.Builder
			display := progress.New(&shown, progress.Options{})
			c := &config.Config{Engine: test.engine, DaggerCLI: filepath.Join(folder, "client"), CacheDir: t.TempDir()}
			_, err := Connect(t.Context(), c, display, Options{})
			display.Close()
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q is not in: %v", want, err)
				}
			}
			if shown.String() != "" {
				t.Errorf("it names an engine: %s", shown.String())
			}
		})
	}
}
