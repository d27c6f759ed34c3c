package scripts_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dagger/python-pipeline/scripts"
)

// A packagingRun runs scripts of the builder in a folder that stands for the root of their container, with the real uv and
// the real libraries.
type packagingRun struct {
	root  string
	paths *strings.Replacer
}

func newPackagingRun(t *testing.T) packagingRun {
	t.Helper()
	// uv reads a comma in a path as the end of it, and the name of a test may have one.
	root, err := os.MkdirTemp("", "packages-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(root) })
	var paths []string
	// uv and the libraries are elsewhere; longer paths come first.
	paths = append(paths, "/opt/uv/bin/uv", uv(t), "/opt/packaging", packaging(t), "/usr/local/bin/python3", scripts.Python())
	for _, path := range []string{
		scripts.UVInterpreter, scripts.Requirements, scripts.Pins, scripts.Wheels, scripts.Added, scripts.Archive, scripts.Package,
		"/build/", scripts.Wheel, scripts.Venv, "/tmp/",
	} {
		paths = append(paths, `"`+path, `"`+root+path, "="+path, "="+root+path, " "+path, " "+root+path)
	}
	return packagingRun{root, strings.NewReplacer(paths...)}
}

// write writes files below the root.
func (r packagingRun) write(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		file := filepath.Join(r.root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func (r packagingRun) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(r.root, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// run returns what a script printed, and what it said on standard error if it failed. Paths among the arguments are those
// of a container.
func (r packagingRun) run(t *testing.T, environment []string, script scripts.Script, arguments ...string) (printed, failure string) {
	t.Helper()
	command := script.Command()
	for i := range command {
		command[i] = r.paths.Replace(" " + command[i])[1:]
	}
	for _, argument := range arguments {
		command = append(command, r.paths.Replace(" " + argument)[1:])
	}
	for _, folder := range []string{scripts.Requirements, scripts.Pins, "/tmp"} {
		if err := os.MkdirAll(filepath.Join(r.root, folder), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = filepath.Join(r.root, scripts.Requirements), &stdout, &stderr
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + r.root, "UV_CACHE_DIR=" + r.root + "/cache", "UV_NO_CONFIG=1", "UV_HTTP_TIMEOUT=15", "UV_HTTP_RETRIES=0"}, environment...)
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if err != nil && stderr.Len() == 0 {
		t.Fatalf("%v, and it said nothing", err)
	}
	if err == nil {
		return stdout.String(), ""
	}
	return stdout.String(), stderr.String()
}
