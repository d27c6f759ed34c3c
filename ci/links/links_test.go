package links

import (
	"os"
	"path/filepath"
	"testing"
)

func TestResolve(t *testing.T) {
	t.Parallel()
	folder, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	real := filepath.Join(folder, "real")
	if err := os.Mkdir(real, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"link":                 "real",
		"link/not-there":       "real/not-there",
		"link/not/there/again": "real/not/there/again",
		"not-there":            "not-there",
	} {
		if got := Resolve(filepath.Join(folder, path)); got != filepath.Join(folder, want) {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
