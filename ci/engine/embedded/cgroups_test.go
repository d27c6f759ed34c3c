//go:build linux

package embedded

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A group is removed before its parent, so the order matters.
func TestFoldersBelow(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	if err := os.MkdirAll(filepath.Join(top, "a", "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(top, "c"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(top, "cgroup.procs"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	want := []string{top, filepath.Join(top, "a"), filepath.Join(top, "a", "b"), filepath.Join(top, "c")}
	if diff := cmp.Diff(want, foldersBelow(top)); diff != "" {
		t.Errorf("folders differ (-want +got):\n%s", diff)
	}
	if got := foldersBelow(filepath.Join(top, "gone")); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
