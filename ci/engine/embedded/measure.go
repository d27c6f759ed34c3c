//go:build linux

package embedded

import (
	"io/fs"
	"path/filepath"
	"syscall"
)

// diskUse adds up allocated blocks, each file once however many links it has.
func diskUse(root string) int64 {
	type file struct{ device, inode uint64 }
	seen := map[file]bool{}
	var total int64
	// What vanishes while it is counted is not there to be counted.
	_ = filepath.WalkDir(root, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return nil
		}
		stat, is := info.Sys().(*syscall.Stat_t)
		if is && !seen[file{stat.Dev, stat.Ino}] {
			seen[file{stat.Dev, stat.Ino}] = true
			total += stat.Blocks * 512
		}
		return nil
	})
	return total
}
