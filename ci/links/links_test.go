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
	target := filepath.Join(folder, "target")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"link":                "target",
		"link/missing":        "target/missing",
		"link/missing/either": "target/missing/either",
		"missing":             "missing",
	} {
		if got := Resolve(filepath.Join(folder, path)); got != filepath.Join(folder, want) {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}
