//go:build linux

package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// unfinished is where the engine keeps what it has begun to copy.
func (f Folder) unfinished() string { return filepath.Join(f.state(), "worker", "content", "ingest") }

// idle is the time after which nobody writes a copy any more.
const idle = time.Minute

// hasUnfinished tells whether copies were begun that nobody writes any more: a
// full disk, or the engine's sudden end, leaves them. An engine that runs goes on
// where they end and cannot always do so, or waits for whoever wrote them: as with
// the image of the module's SDK, without which no run comes any further.
func (f Folder) hasUnfinished(now time.Time) bool {
	copies, _ := filepath.Glob(filepath.Join(f.unfinished(), "*")) // the pattern is valid
	for _, path := range copies {
		info, err := os.Stat(filepath.Join(path, "data"))
		if err != nil {
			info, err = os.Stat(path)
		}
		if err == nil && now.Sub(info.ModTime()).Abs() > idle {
			return true
		}
	}
	return false
}

// removeUnfinished deletes the copies that an engine had begun when it ended.
func (f Folder) removeUnfinished() error {
	if err := os.RemoveAll(f.unfinished()); err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	return nil
}
