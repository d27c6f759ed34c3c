package embedded

import "os"

// Status looks at the cache folder and the processes; it changes nothing.
func (e *Engine) Status() Status {
	s := Status{Version: Version, Folder: string(e.folder), Socket: e.folder.socket(), Disk: e.folder.disk()}
	if l, err := e.launched(); err == nil {
		s.Running = e.Alive()
		// Without its file nobody can push, and a start says so.
		s.Login, _ = e.folder.login()
		s.Registry, s.Bridge, s.Range, s.StandIns = l.Identity.registry(), l.Identity.bridge(), l.Identity.Range, l.StandIns
	}
	return s
}

// disk measures the folder's parts. The rest are locks, notes and what is kept
// whichever engine runs, such as vulnerability databases.
func (f Folder) disk() []DiskUse {
	var parts []DiskUse
	measured := map[string]bool{}
	for _, part := range []struct{ what, path string }{
		{"programs", f.programs()},
		{"root file system", f.rootfs()},
		{"registry", f.registryData()},
		{"build cache", f.states()},
		{"stand-ins", f.standIns()},
		{"package lists", f.debian()},
	} {
		parts = append(parts, DiskUse{part.what, diskUse(part.path)})
		measured[part.path] = true
	}
	rest := DiskUse{What: "the rest"}
	// A folder that cannot be read has nothing that could be measured.
	entries, _ := os.ReadDir(string(f))
	for _, entry := range entries {
		if path := f.path(entry.Name()); !measured[path] {
			rest.Bytes += diskUse(path)
		}
	}
	return append(parts, rest)
}

// Logs lists the log files of the engine's last or present life.
func (e *Engine) Logs() []string {
	return []string{e.folder.log("supervisor"), e.folder.log("registry"), e.folder.log("engine")}
}
