//go:build linux

package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// unfinishedFolder is where the engine keeps unfinished copies of content.
func (f Folder) unfinishedFolder() string {
	return filepath.Join(f.state(), "worker", "content", "ingest")
}

// idle is the time after which an unchanged copy is considered abandoned.
const idle = time.Minute

// hasUnfinished reports whether there are abandoned copies, left by a full disk or by the engine's sudden end. A
// running engine tries to continue them, which may fail, or waits for the process that wrote them. If the image of the
// module's SDK is affected, no run gets any further.
func (f Folder) hasUnfinished(now time.Time) bool {
	copies, _ := filepath.Glob(filepath.Join(f.unfinishedFolder(), "*")) // the pattern is valid
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

// removeUnfinished deletes the unfinished copies. The engine must not run.
func (f Folder) removeUnfinished() error {
	if err := os.RemoveAll(f.unfinishedFolder()); err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	return nil
}
