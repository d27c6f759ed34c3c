package embedded

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Status inspects the cache folder and the processes; it changes nothing.
func (e *Engine) Status() Status {
	s := Status{Version: Version, Folder: string(e.folder), Socket: e.folder.socket(), Disk: e.folder.disk()}
	if c, err := e.readConfig(); err == nil {
		s.Running = e.Alive()
		// Without the password file no client can push; the next start reports it.
		s.Login, _ = e.folder.login()
		s.Registry, s.Bridge, s.Range, s.StandIns = c.Identity.registry(), c.Identity.bridge(), c.Identity.Range, c.StandIns
	}
	return s
}

// disk measures the folder's parts. "the rest" are locks, notes and files that
// do not depend on the engine, such as vulnerability databases.
func (f Folder) disk() []DiskUse {
	var parts []DiskUse
	measured := map[string]bool{}
	for _, part := range []struct{ name, path string }{
		{"programs", f.programs()},
		{"root file system", f.rootfs()},
		{"registry", f.registryData()},
		{"build cache", f.states()},
		{"stand-ins", f.standIns()},
		{"package lists", f.debian()},
	} {
		parts = append(parts, DiskUse{part.name, diskUsage(part.path)})
		measured[part.path] = true
	}
	rest := DiskUse{What: "the rest"}
	// An unreadable folder counts as empty.
	entries, _ := os.ReadDir(string(f))
	for _, entry := range entries {
		if path := f.path(entry.Name()); !measured[path] {
			rest.Bytes += diskUsage(path)
		}
	}
	return append(parts, rest)
}

// Logs lists the log files of the engine's last start.
func (e *Engine) Logs() []string {
	return []string{e.folder.logFile("supervisor"), e.folder.logFile("registry"), e.folder.logFile("engine")}
}

// diskUsage adds up allocated blocks; a file with several links counts once.
func diskUsage(root string) int64 {
	type file struct{ device, inode uint64 }
	seen := map[file]bool{}
	var total int64
	// A file that is deleted meanwhile does not count.
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
