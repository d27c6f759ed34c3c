//go:build linux

package embedded

import (
	"io/fs"
	"path/filepath"
	"syscall"
)

// Status looks at the cache folder and the processes; it changes nothing.
func (e *Engine) Status() Status {
	s := Status{Version: Version, Folder: string(e.folder), Socket: e.folder.socket()}
	if l, err := e.launched(); err == nil {
		s.Running = e.Alive()
		s.Registry, s.Bridge, s.Range, s.StandIns = l.Identity.registry(), l.Identity.bridge(), l.Identity.Range, l.StandIns
	}
	for _, part := range []struct{ what, path string }{
		{"programs", e.folder.programs()},
		{"root file system", e.folder.rootfs()},
		{"registry", e.folder.registryData()},
		{"build cache", e.folder.state()},
		{"package lists", e.folder.debian()},
	} {
		s.Disk = append(s.Disk, DiskUse{part.what, diskUse(part.path)})
	}
	return s
}

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

// Logs lists the log files of the engine's last or present life.
func (e *Engine) Logs() []string {
	return []string{e.folder.log("supervisor"), e.folder.log("registry"), e.folder.log("engine")}
}
