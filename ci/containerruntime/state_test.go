//go:build unix

package containerruntime

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// Each change is made to a machine with all three runtimes, and has to change
// the states of the wanted ones only. Not parallel: the environment belongs to
// the process.
func TestState(t *testing.T) {
	later := time.Now().Add(time.Hour)
	touchFile := func(file string) func(*testing.T, string) {
		return func(t *testing.T, folder string) { touch(t, filepath.Join(folder, file), later) }
	}
	set := func(name, value string) func(*testing.T, string) {
		return func(t *testing.T, _ string) { t.Setenv(name, value) }
	}
	for name, test := range map[string]struct {
		change func(t *testing.T, folder string)
		want   []string
	}{
		"nothing":       {func(*testing.T, string) {}, nil},
		"a new program": {touchFile("podman"), []string{"podman"}},
		"a program that is gone": {func(t *testing.T, folder string) {
			if err := os.Remove(filepath.Join(folder, "nerdctl")); err != nil {
				t.Fatal(err)
			}
		}, []string{"nerdctl"}},
		"a daemon that was started": {touchFile("docker.sock"), []string{"docker"}},
		"a login":                   {touchFile("config.json"), []string{"docker"}},
		"another daemon":            {set("DOCKER_CONTEXT", "remote"), programs},
		"a proxy":                   {set("https_proxy", "http://robot:secret@proxy:3128"), programs},
		"an unrelated variable":     {set("EDITOR", "an-editor-of-tests"), nil},
	} {
		t.Run(name, func(t *testing.T) {
			onPath(t, map[string]string{"docker": "", "podman": "", "nerdctl": ""})
			folder := os.Getenv("PATH")
			touch(t, filepath.Join(folder, "config.json"), time.Now())
			t.Setenv("DOCKER_CONFIG", folder)
			t.Setenv("DOCKER_HOST", "unix://"+filepath.Join(folder, "docker.sock"))
			before := map[string]string{}
			for _, program := range programs {
				before[program] = State(program)
			}
			test.change(t, folder)
			var changed []string
			for _, program := range programs {
				if State(program) != before[program] {
					changed = append(changed, program)
				}
			}
			if !slices.Equal(changed, test.want) {
				t.Errorf("changed: %v, want %v", changed, test.want)
			}
		})
	}
}

// touch creates a file, unless it exists, and sets its time.
func touch(t *testing.T, path string, modified time.Time) {
	t.Helper()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	if err := os.Chtimes(path, modified, modified); err != nil {
		t.Fatal(err)
	}
}
