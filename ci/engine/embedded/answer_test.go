//go:build linux

package embedded

import (
	"errors"
	"os"
	"strings"
	"testing"

	"python-pipeline/ci/progress"
)

// An engine that was killed may need minutes before it answers, and says so in
// its log.
func TestWaitUntilReady(t *testing.T) {
	t.Parallel()
	const first = "level=info msg=\"starting dagger engine\"\n"
	for name, test := range map[string]struct {
		log   string
		ended bool // the supervisor
		says  string
		fails string
	}{
		"stopped in order":     {log: first},
		"killed":               {log: first + "level=WARN msg=\"local cache state invalid; resetting worker and dagql persistence state\"\n", says: notStoppedInOrder + "\n"},
		"no log yet":           {},
		"the supervisor ended": {log: first, ended: true, fails: "the supervisor ended"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(t.TempDir()), Settings{})
			if err := e.folder.create(); err != nil {
				t.Fatal(err)
			}
			if !test.ended {
				unlock, err := lock(t.Context(), silent(t), waitLimit, e.folder.supervisorLock(), "")
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(unlock)
			}
			if test.log != "" {
				if err := os.WriteFile(e.folder.logFile("engine"), []byte(test.log), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			var said strings.Builder
			display := progress.New(&said, progress.Options{})
			calls := 0
			err := e.waitUntilReady(t.Context(), display, func() error {
				if calls++; calls > 3 {
					return nil
				}
				return errors.New("connection refused")
			})
			display.Close()
			if said.String() != test.says {
				t.Errorf("it says %q, want %q", said.String(), test.says)
			}
			if (err == nil) != (test.fails == "") || err != nil && err.Error() != test.fails {
				t.Errorf("it ended with %v, want %q", err, test.fails)
			}
		})
	}
}
