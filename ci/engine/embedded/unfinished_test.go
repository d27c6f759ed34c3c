//go:build linux

package embedded

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A copy that was begun and is written no more is seen, and goes with the others
// when there is no engine.
func TestUnfinishedCopies(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, test := range map[string]struct {
		file    string
		written time.Time
		want    bool
	}{
		"none":                         {"", now, false},
		"one that is being written":    {"a/data", now.Add(-time.Second), false},
		"one that was left":            {"a/data", now.Add(-time.Hour), true},
		"one of a clock that was back": {"a/data", now.Add(time.Hour), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := Folder(t.TempDir())
			if test.file != "" {
				path := filepath.Join(f.unfinished(), test.file)
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
			if _, err := os.Stat(f.unfinished()); !os.IsNotExist(err) {
				t.Errorf("they are still there: %v", err)
			}
		})
	}
}
