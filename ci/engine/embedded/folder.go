package embedded

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/links"
)

// Folder is the cache folder of an embedded engine: all it ever writes is
// below it.
type Folder string

// maxSocketPath is the longest path that a Unix socket's address holds.
const maxSocketPath = 107

// NewFolder makes the path absolute and refuses one that is too long for the
// engine's socket.
func NewFolder(path string) (Folder, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("cache folder: %w", err)
	}
	absolute = links.Resolve(absolute)
	f := Folder(absolute)
	if over := len(f.socket()) - maxSocketPath; over > 0 {
		return "", fmt.Errorf("cache folder %s: its path is %d characters too long for a socket in it; set PIPELINE_CACHE_DIR to a shorter one", absolute, over)
	}
	return f, nil
}

// create makes the folder, unless it is there, and those of its parts that hold
// what no other user may reach: a root file system has setuid programs, and
// programs, stand-ins and the registry are what runs and what is published.
func (f Folder) create() error {
	if err := cachefolder.Create(string(f)); err != nil {
		return err
	}
	for _, part := range []string{f.run(), f.programs(), f.rootfs(), f.standIns(), f.debian(), f.states(), f.state(), f.registryData()} {
		if err := cachefolder.CreatePart(part); err != nil {
			return err
		}
	}
	return nil
}

// ListensAt says whether an address is that of the folder's engine, running or
// not: what clients find in _EXPERIMENTAL_DAGGER_RUNNER_HOST.
func (f Folder) ListensAt(address string) bool {
	path, isSocket := strings.CutPrefix(address, "unix://")
	absolute, err := filepath.Abs(path)
	return isSocket && err == nil && links.Resolve(absolute) == links.Resolve(f.socket())
}

func (f Folder) path(elements ...string) string {
	return filepath.Join(append([]string{string(f)}, elements...)...)
}

// What outlives the engine.
func (f Folder) lock() string         { return f.path("lock") }
func (f Folder) sessions() string     { return f.path("sessions.lock") }
func (f Folder) programsLock() string { return f.path("programs.lock") }
func (f Folder) identity() string     { return f.path("identity.json") }
func (f Folder) password() string     { return f.path("registry.password") }
func (f Folder) debian() string       { return f.path("debian") }
func (f Folder) programs() string     { return f.path("programs") }
func (f Folder) rootfs() string       { return f.path("rootfs") }
func (f Folder) standIns() string     { return f.path("stand-ins") }
func (f Folder) states() string       { return f.path("state") }
func (f Folder) registryData() string { return f.path("registry") }
func (f Folder) probe() string        { return f.path("docker-io.json") }

// What belongs to one life of the engine.
func (f Folder) run() string            { return f.path("run") }
func (f Folder) socket() string         { return f.path("run", "engine.sock") }
func (f Folder) supervisorLock() string { return f.path("run", "supervisor.lock") }
func (f Folder) launch() string         { return f.path("run", "launch.json") }
func (f Folder) ipForward() string      { return f.path("run", "ip_forward") }
func (f Folder) log(name string) string { return f.path("run", name+".log") }

// state is the engine's build cache. An engine opens that of another version, but
// neither finds what is in it nor deletes it.
func (f Folder) state() string { return filepath.Join(f.states(), program.EngineVersion) }

// program is where a set of programs is, compiled by this program's own Go.
func (f Folder) program(set program.Set) string {
	return f.path("programs", set.Key(runtime.Version()))
}

func (f Folder) cli() string { return filepath.Join(f.program(program.Dagger), "dagger") }
