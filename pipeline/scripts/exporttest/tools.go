// Package exporttest installs the tools of locks for tests, as the export stage does it: by their pins, from the index that
// the caller's environment names.
package exporttest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"

	"dagger/python-pipeline/scripts"
)

// Tools are the tools in a folder, each of which is installed when it is first asked for.
type Tools struct {
	// Python is the interpreter that runs them.
	Python string
	// Folder is where they are installed.
	Folder string

	mu   sync.Mutex
	done map[string]error
}

// UV returns the program uv.
func (t *Tools) UV() (string, error) {
	folder, err := t.install("uv", func(folder string) error {
		pins := folder + ".txt"
		if err := os.WriteFile(pins, []byte(scripts.UVRequirements), 0o600); err != nil {
			return err
		}
		return run(t.Python, "-m", "pip", "--quiet", "install", "--no-deps", "--only-binary=:all:", "--require-hashes", "--target="+folder, "--requirement="+pins)
	})
	return filepath.Join(folder, "bin", "uv"), err
}

// Tool returns the virtual environment with the tool of an exporter.
func (t *Tools) Tool(exporter string) (string, error) {
	found, is := scripts.FindExporter(exporter)
	if !is {
		return "", fmt.Errorf("there is no exporter %s", exporter)
	}
	return t.environment(exporter, found.Pins)
}

// Packaging returns the virtual environment with the libraries for locks and build backends.
func (t *Tools) Packaging() (string, error) { return t.environment("packaging", scripts.PackagingPins) }

// environment returns a virtual environment with pinned packages.
func (t *Tools) environment(name, pins string) (string, error) {
	uv, err := t.UV()
	if err != nil {
		return "", err
	}
	return t.install(name, func(folder string) error {
		file := folder + ".txt"
		if err := os.WriteFile(file, []byte(pins), 0o600); err != nil {
			return err
		}
		if err := run(t.Python, "-m", "venv", "--without-pip", folder); err != nil {
			return err
		}
		return run(uv, "pip", "install", "--quiet", "--python="+filepath.Join(folder, "bin", "python"), "--no-build", "--require-hashes", "--requirements="+file)
	})
}

// install calls a function with a folder for a tool, once.
func (t *Tools) install(name string, into func(folder string) error) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	folder := filepath.Join(t.Folder, name)
	err, known := t.done[name]
	if !known {
		if err = os.MkdirAll(folder, 0o700); err == nil {
			err = into(folder)
		}
		if t.done == nil {
			t.done = map[string]error{}
		}
		t.done[name] = err
	}
	return folder, err
}

// run runs a program that downloads. uv takes the index from another variable than pip.
func run(program string, arguments ...string) error {
	cmd := exec.Command(program, arguments...)
	cmd.Env = os.Environ()
	if index := os.Getenv("PIP_INDEX_URL"); index != "" {
		cmd.Env = append(cmd.Env, "UV_DEFAULT_INDEX="+index)
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(program), err, out)
	}
	return nil
}
