//go:build linux

package embedded

import (
	"fmt"
	"os"
	"path/filepath"
)

// unfinished is where the engine keeps what it has begun to copy.
func (f Folder) unfinished() string { return filepath.Join(f.state(), "worker", "content", "ingest") }

// removeUnfinished deletes copies that were begun and that nobody writes any more:
// a full disk, or the engine's sudden end, leaves them. The engine would go on
// where they end and cannot always do so, as with the image of the module's SDK,
// without which no run comes any further. The cache folder's lock has to be held,
// with no run at work.
func (f Folder) removeUnfinished() error {
	copies, err := filepath.Glob(filepath.Join(f.unfinished(), "*"))
	if err != nil || len(copies) == 0 {
		return err
	}
	open := openFiles()
	for _, path := range copies {
		// A client of somebody's own may be at work.
		if info, err := os.Stat(filepath.Join(path, "data")); err == nil && open.have(info) {
			continue
		}
		if err := os.RemoveAll(path); err != nil {
			return fmt.Errorf("cache folder: %w", err)
		}
	}
	return nil
}

// files are some of the machine's, by whatever name.
type files []os.FileInfo

func (f files) have(info os.FileInfo) bool {
	for _, file := range f {
		if os.SameFile(file, info) {
			return true
		}
	}
	return false
}

// openFiles lists the files called data that processes have open.
func openFiles() files {
	var found files
	links, _ := filepath.Glob("/proc/[0-9]*/fd/*") // the pattern is valid
	for _, link := range links {
		// The name is that in the process's own root; the file itself is behind it.
		target, err := os.Readlink(link)
		if err != nil || filepath.Base(target) != "data" {
			continue
		}
		if info, err := os.Stat(link); err == nil {
			found = append(found, info)
		}
	}
	return found
}
