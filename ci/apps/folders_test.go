package apps

import (
	"path/filepath"
	"strings"
	"testing"

	"python-pipeline/ci/apptest"
)

// The working folder is the process's, so these tests cannot run in parallel.
func TestFindRepository(t *testing.T) {
	root, err := filepath.EvalSymlinks(apptest.Write(t, map[string]string{"dagger.json": "{}", "ci/engine/": "", "sample-app/shop/app.py": ""}))
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{".", "ci", "ci/engine", "sample-app/shop"} {
		t.Run(folder, func(t *testing.T) {
			t.Chdir(filepath.Join(root, folder))
			got, err := FindRepository()
			if err != nil || got != root {
				t.Errorf("got %s, %v; want %s", got, err, root)
			}
		})
	}
}

func TestFindRepositoryOutsideOfOne(t *testing.T) {
	outside := t.TempDir()
	t.Chdir(outside)
	got, err := FindRepository()
	if err == nil {
		t.Fatalf("no error, but %s", got)
	}
	if !strings.HasPrefix(err.Error(), "module: no dagger.json in ") || !strings.HasSuffix(err.Error(), "run this in a clone of the repository") {
		t.Error(err)
	}
}
