//go:build linux

package embedded

import (
	"os"
	"path/filepath"
	"testing"
)

// What was begun and is written no more goes; what somebody writes stays.
func TestUnfinishedCopiesGo(t *testing.T) {
	t.Parallel()
	f := Folder(t.TempDir())
	if err := f.removeUnfinished(); err != nil {
		t.Errorf("of nothing: %v", err)
	}
	for _, name := range []string{"left/ref", "left/data", "begun/ref", "written/data"} {
		path := filepath.Join(f.unfinished(), name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	writer, err := os.OpenFile(filepath.Join(f.unfinished(), "written", "data"), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	if err := f.removeUnfinished(); err != nil {
		t.Fatal(err)
	}
	mustHave := func(names ...string) {
		t.Helper()
		entries, err := os.ReadDir(f.unfinished())
		if err != nil || len(entries) != len(names) {
			t.Fatalf("left are %v, %v; want %v", entries, err, names)
		}
		for i, name := range names {
			if entries[i].Name() != name {
				t.Errorf("left is %s, not %s", entries[i].Name(), name)
			}
		}
	}
	mustHave("written")
	writer.Close()
	if err := f.removeUnfinished(); err != nil {
		t.Fatal(err)
	}
	mustHave()
}
