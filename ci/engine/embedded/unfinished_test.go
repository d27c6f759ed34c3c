//go:build linux

package embedded

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// An abandoned copy is found, and removed with all others.
func TestUnfinishedCopies(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, test := range map[string]struct {
		file    string
		written time.Time
		want    bool
	}{
		"none":                          {"", now, false},
		"being written":                 {"a/data", now.Add(-time.Second), false},
		"abandoned":                     {"a/data", now.Add(-time.Hour), true},
		"before the clock was set back": {"a/data", now.Add(time.Hour), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Folder(t.TempDir())
			if test.file != "" {
				path := filepath.Join(f.unfinishedFolder(), test.file)
				if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte("half"), 0o600); err != nil {
					t.Fatal(err)
				}
				if err := os.Chtimes(path, test.written, test.written); err != nil {
					t.Fatal(err)
				}
			}
			if got := f.hasUnfinished(now); got != test.want {
				t.Errorf("got %t", got)
			}
			if err := f.removeUnfinished(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(f.unfinishedFolder()); !os.IsNotExist(err) {
				t.Errorf("they are still there: %v", err)
			}
		})
	}
}
