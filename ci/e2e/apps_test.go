//go:build linux

package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// calculator copies the sample app under a name of its own and changes it.
func calculator(t *testing.T, name string, changes ...func(folder string) error) string {
	t.Helper()
	return copyApp(t, name, filepath.Join(repository, "sample-app", "calculator"), changes...)
}

func copyApp(t *testing.T, name, source string, changes ...func(folder string) error) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), named(name))
	if err := os.CopyFS(folder, os.DirFS(source)); err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		if err := change(folder); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// write replaces a file of an app.
func write(name, content string) func(string) error {
	return func(folder string) error {
		return os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644)
	}
}

// replace changes a text in a file of an app.
func replace(name, old, new string) func(string) error {
	return func(folder string) error {
		path := filepath.Join(folder, name)
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if !bytes.Contains(content, []byte(old)) {
			return fmt.Errorf("%s does not hold %q", name, old)
		}
		return os.WriteFile(path, bytes.ReplaceAll(content, []byte(old), []byte(new)), 0o644)
	}
}

func remove(names ...string) func(string) error {
	return func(folder string) error {
		for _, name := range names {
			if err := os.Remove(filepath.Join(folder, name)); err != nil {
				return err
			}
		}
		return nil
	}
}

// appendTo adds a text to a file of an app.
func appendTo(name, text string) func(string) error {
	return func(folder string) error {
		path := filepath.Join(folder, name)
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, append(content, text...), 0o644)
	}
}

// alone leaves one test file in an app.
func alone(name, content string) func(string) error {
	return func(folder string) error {
		if err := os.RemoveAll(filepath.Join(folder, "tests")); err != nil {
			return err
		}
		if err := os.Mkdir(filepath.Join(folder, "tests"), 0o755); err != nil {
			return err
		}
		return write(filepath.Join("tests", name), content)(folder)
	}
}

// all makes one change of several.
func all(changes ...func(string) error) func(string) error {
	return func(folder string) error {
		for _, change := range changes {
			if err := change(folder); err != nil {
				return err
			}
		}
		return nil
	}
}
