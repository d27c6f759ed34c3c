// Package apptest writes apps, and other files, for tests.
package apptest

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Write writes files below a new folder and gives the folder. A name that ends
// with a slash is an empty folder.
func Write(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(name, "/") {
			if err := os.MkdirAll(path, 0o755); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// WriteApps writes the smallest apps there are, one in each folder, and more
// files.
func WriteApps(t *testing.T, more map[string]string, folders ...string) string {
	t.Helper()
	files := map[string]string{}
	for _, folder := range folders {
		files[folder+"/requirements.txt"], files[folder+"/app.py"] = "", "print(1)\n"
	}
	maps.Copy(files, more)
	return Write(t, files)
}
