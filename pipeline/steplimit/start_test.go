package steplimit

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The shell becomes timeout where timeout can be process 1, and else waits for it.
func TestStart(t *testing.T) {
	t.Parallel()
	for release, stays := range map[string]bool{
		"9.1":  false, // Debian 12
		"9.7":  false, // Debian 13
		"9.8":  true,
		"9.10": true, // the release in development
		"10.0": true,
		"":     false, // BusyBox has none
	} {
		t.Run("release "+release, func(t *testing.T) {
			t.Parallel()
			version := ""
			if release != "" {
				version = "timeout (GNU coreutils) " + release
			}
			timeout := filepath.Join(t.TempDir(), "timeout")
			if err := os.WriteFile(timeout, []byte("#!/bin/sh\necho '"+version+"'\n"), 0o755); err != nil {
				t.Fatal(err)
			}
			// The command prints its number and its parent's, and fails.
			cmd := exec.Command("sh", "-c", "echo $$; exec sh -c \"$1\" start sh -c 'echo $$; exit 7'", "sh", strings.ReplaceAll(start, "/usr/bin/timeout", timeout))
			out, _ := cmd.Output()
			shell, command, _ := strings.Cut(strings.TrimSpace(string(out)), "\n")
			if cmd.ProcessState.ExitCode() != 7 || command == "" || (shell != command) != stays {
				t.Errorf("exit status %d, shell %s, command %s", cmd.ProcessState.ExitCode(), shell, command)
			}
		})
	}
}
