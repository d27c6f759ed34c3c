package embedded

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"

	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/links"
)

// Folder is the cache folder of an embedded engine, which writes nothing outside of it.
type Folder string

const maxSocketPath = 107

// NewFolder makes the path absolute. It returns an error when the path is too long for the engine's socket.
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

// create creates the folder and its private parts, unless they exist. Other users must not reach these parts: a root
// file system has setuid programs; programs, stand-ins and the registry hold what is run and published.
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

// ListensAt reports whether an address, as in _EXPERIMENTAL_DAGGER_RUNNER_HOST,
// is that of the folder's engine, which need not run.
func (f Folder) ListensAt(address string) bool {
	path, isSocket := strings.CutPrefix(address, "unix://")
	absolute, err := filepath.Abs(path)
	return isSocket && err == nil && links.Resolve(absolute) == links.Resolve(f.socket())
}

func (f Folder) path(elements ...string) string {
	return filepath.Join(append([]string{string(f)}, elements...)...)
}

// These paths outlive the engine.
func (f Folder) lockFile() string     { return f.path("lock") }
func (f Folder) sessionsLock() string { return f.path("sessions.lock") }
func (f Folder) programsLock() string { return f.path("programs.lock") }
func (f Folder) identityFile() string { return f.path("identity.json") }
func (f Folder) passwordFile() string { return f.path("registry.password") }
func (f Folder) debian() string       { return f.path("debian") }
func (f Folder) programs() string     { return f.path("programs") }
func (f Folder) rootfs() string       { return f.path("rootfs") }
func (f Folder) standIns() string     { return f.path("stand-ins") }
func (f Folder) states() string       { return f.path("state") }
func (f Folder) registryData() string { return f.path("registry") }
func (f Folder) probeFile() string    { return f.path("docker-io.json") }

// These paths belong to one start of the engine.
func (f Folder) run() string                { return f.path("run") }
func (f Folder) socket() string             { return f.path("run", "engine.sock") }
func (f Folder) supervisorLock() string     { return f.path("run", "supervisor.lock") }
func (f Folder) configFile() string         { return f.path("run", "launch.json") }
func (f Folder) ipForwardFile() string      { return f.path("run", "ip_forward") }
func (f Folder) logFile(name string) string { return f.path("run", name+".log") }

// state is the engine's build cache. An engine would open the cache of another version, but would neither use nor
// delete its content, so each version has its own.
func (f Folder) state() string { return filepath.Join(f.states(), program.EngineVersion) }

// program is the folder of a set of programs, compiled by the Go version of this program.
func (f Folder) program(set program.Set) string {
	return f.path("programs", set.Key(runtime.Version()))
}

func (f Folder) cli() string { return filepath.Join(f.program(program.Dagger), "dagger") }

// RoomAdvice returns what to do when the disk of a cache folder is full.
func RoomAdvice(cacheFolder string) string {
	return "free some space on the disk of " + cacheFolder + ", or set PIPELINE_CACHE_DIR to a folder on another one"
}

// littleRoom is the space, in bytes, that unpacking an image or compiling a program may need.
const littleRoom = 1_000_000_000

// AdviseRoom adds advice to an error of the engine or its bring-up when the
// disk of the build cache is full or nearly full.
func AdviseRoom(err error, cacheFolder string) error {
	return diskspace.AdviseNear(err, Folder(cacheFolder).states(), littleRoom, RoomAdvice(cacheFolder))
}
