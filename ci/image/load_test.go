package image

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/progress"
)

// fakeRuntime makes a container runtime that writes its arguments to a file, or
// fails with a message.
func fakeRuntime(t *testing.T, message string) (program, arguments string) {
	t.Helper()
	folder := t.TempDir()
	program, arguments = filepath.Join(folder, "docker"), filepath.Join(folder, "arguments")
	script := "#!/bin/sh\necho \"$@\" > '" + arguments + "'\n"
	if message != "" {
		script = "#!/bin/sh\necho '" + message + "' >&2\nexit 1\n"
	}
	if err := os.WriteFile(program, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	return program, arguments
}

// Not parallel: a program cannot be started while another test's child has it
// still open for writing.
func TestTag(t *testing.T) {
	for name, test := range map[string]struct{ loaded, want string }{
		"Docker names the image": {"Loaded image: acme/shop:1\n", "tag acme/shop:1 shop:latest\n"},
		"Docker gives an id":     {"Loaded image ID: sha256:0123\n", "tag sha256:0123 shop:latest\n"},
		"Podman":                 {"Loaded image: localhost/acme/shop:1\n", "tag localhost/acme/shop:1 shop:latest\n"},
		"Podman, quiet":          {"sha256:0123\n", "tag sha256:0123 shop:latest\n"},
	} {
		t.Run(name, func(t *testing.T) {
			program, arguments := fakeRuntime(t, "")
			if err := tag(t.Context(), program, test.loaded, "shop"); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(arguments)
			if err != nil || string(got) != test.want {
				t.Errorf("arguments %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestTagRefuses(t *testing.T) {
	program, _ := fakeRuntime(t, "no such image")
	for name, test := range map[string]struct{ loaded, want string }{
		"nothing was loaded": {"\n", program + " load: its output names no image"},
		"the runtime fails":  {"sha256:0123\n", program + " tag: exit status 1: no such image"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := tag(t.Context(), program, test.loaded, "shop"); err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

// Not parallel: PATH is one for the process.
func TestLoad(t *testing.T) {
	for name, test := range map[string]struct{ docker, shown, err string }{
		"no runtime": {"", "shop: not loaded: no container runtime is installed\n", ""},
		"a daemon that does not answer": {
			"echo 'is the daemon running?' >&2; exit 1",
			"shop: not loaded: docker is installed, but its daemon does not answer:\nis the daemon running?\n", "",
		},
		"loaded":       {`[ "$1" != load ] || echo "Loaded image ID: sha256:0123"`, "", ""},
		"no room left": {`[ "$1" != load ] || { echo "no space left on device" >&2; exit 1; }`, "", "docker load: exit status 1: no space left on device"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			t.Setenv("PATH", folder)
			if test.docker != "" {
				if err := os.WriteFile(filepath.Join(folder, "docker"), []byte("#!/bin/sh\n"+test.docker+"\n"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			var shown strings.Builder
			display := progress.New(&shown, progress.Options{})
			err := Load(t.Context(), "image.tar", "shop", display)
			display.Close()
			if shown.String() != test.shown {
				t.Errorf("it shows %q, want %q", shown.String(), test.shown)
			}
			if (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("got %v, want %s", err, test.err)
			}
		})
	}
}
