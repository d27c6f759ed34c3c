//go:build unix

package containerruntime

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// onPath sets PATH to a folder that holds only the given shell scripts, which
// have to call other programs by their full paths. A test that calls it cannot
// be parallel: PATH belongs to the process.
func onPath(t *testing.T, scripts map[string]string) {
	t.Helper()
	folder := t.TempDir()
	for name, script := range scripts {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
}

func TestFindRunning(t *testing.T) {
	const hangs = "exec /bin/sleep 60"
	for name, test := range map[string]struct {
		scripts   map[string]string
		want, err string
	}{
		"nothing installed": {nil, "", "no container runtime is installed"},
		"the first daemon that answers": {
			map[string]string{"docker": "exit 1", "podman": "", "nerdctl": ""}, "podman", "",
		},
		"a daemon that hangs takes no time from the next": {
			map[string]string{"docker": hangs, "podman": "/bin/sleep 0.1"}, "podman", "",
		},
		"none answers": {
			map[string]string{"docker": "echo 'permission denied: /run/docker.sock' >&2; exit 1", "podman": hangs, "nerdctl": "exit 3"}, "",
			"docker is installed, but its daemon does not answer:\npermission denied: /run/docker.sock\n" +
				"podman is installed, but its daemon does not answer within 2s\n" +
				"nerdctl is installed, but its daemon does not answer:\nnerdctl info: exit status 3",
		},
	} {
		t.Run(name, func(t *testing.T) {
			onPath(t, test.scripts)
			got, err := findRunning(t.Context(), 2*time.Second)
			if got != test.want || (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

func TestOutput(t *testing.T) {
	for script, want := range map[string]struct{ out, err string }{
		`echo "$@"; echo a warning >&2`:        {out: "load --input image.tar\n"},
		"echo half; echo no space >&2; exit 1": {err: "docker load: exit status 1: no space"},
		"exit 3":                               {err: "docker load: exit status 3"},
	} {
		t.Run(script, func(t *testing.T) {
			onPath(t, map[string]string{"docker": script})
			out, err := Output(t.Context(), time.Minute, "docker", "load", "--input", "image.tar")
			if out != want.out || (err == nil) != (want.err == "") || err != nil && err.Error() != want.err {
				t.Errorf("got %q, %v", out, err)
			}
		})
	}
}

func TestOutputOfAProgramThatHangs(t *testing.T) {
	for script, want := range map[string]string{
		"exec /bin/sleep 600": "docker load: it did not end within 2s: check whether its daemon still answers",
		"echo waiting for the daemon >&2; exec /bin/sleep 600": "docker load: it did not end within 2s: check whether its daemon still answers: waiting for the daemon",
	} {
		t.Run(script, func(t *testing.T) {
			onPath(t, map[string]string{"docker": script})
			if out, err := Output(t.Context(), 2*time.Second, "docker", "load"); err == nil || err.Error() != want {
				t.Errorf("got %q, %v", out, err)
			}
		})
	}
	t.Run("interrupted", func(t *testing.T) {
		onPath(t, map[string]string{"docker": "exec /bin/sleep 600"})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if out, err := Output(ctx, time.Minute, "docker", "load"); !errors.Is(err, context.Canceled) {
			t.Errorf("got %q, %v", out, err)
		}
	})
}
