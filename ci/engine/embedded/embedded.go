// Package embedded starts a Dagger engine on a machine without a container runtime. Everything it needs is built from
// Go modules and Debian packages into one cache folder. The engine runs in mount and process namespaces of its own, on
// its own root file system.
package embedded

import (
	"context"
	"os"
	"time"

	"python-pipeline/ci/engine/embedded/program"
)

// Version is the version of the engine.
const Version = program.EngineVersion

// SuperviseArgument is the hidden argument with which this program starts
// itself as the engine's supervisor; the cache folder is the next argument.
const SuperviseArgument = "supervise-embedded-engine"

// Settings configure the engine. A running engine with other settings is restarted.
type Settings struct {
	// StandIns makes the engine's own registry a mirror of docker.io that holds stand-ins for the official images. The
	// engine then sends no request to docker.io.
	StandIns bool
	// StandInMaxAge is the age at which a stand-in is made again.
	StandInMaxAge time.Duration
	// CacheLimit is the maximum size of the build cache in bytes.
	CacheLimit int64
	// CABundle is the file of certificate authorities for the engine's own downloads, empty for the host's.
	CABundle string
}

// An Engine is the one engine of a cache folder, running or not.
type Engine struct {
	folder   Folder
	settings Settings
}

// New returns the engine of a cache folder. It starts and writes nothing.
func New(folder Folder, settings Settings) *Engine {
	return &Engine{folder: folder, settings: settings}
}

// Images are the official images that a run needs. Stand-ins are made for those
// that have one; the engine pulls the others.
type Images struct {
	// Now lists the images whose stand-ins have to exist when Start returns.
	Now []string
	// Background lists the images whose stand-ins are made while the engine is in use; Connection.Wait waits for one.
	Background []string
}

// A Connection has what clients need to use a running engine. The zero value has no engine and no stand-ins.
type Connection struct {
	// Socket is the engine's Unix socket.
	Socket string
	// CLI is the path of a dagger command line tool of the engine's version.
	CLI string
	// Registry is the host and port of the engine's own registry, which serves plain HTTP on loopback.
	Registry string
	// Login is the login for writing to the registry.
	Login Login
	// StandIns lists the requested images for which stand-ins are used, none with the official images.
	StandIns []string

	pin        func(reference string) string
	background *backgroundBuild
	session    *os.File // its lock shows that the engine is in use
}

// Wait blocks until the stand-in of an image of Images.Background exists. Without a stand-in it returns at once. The
// error says why the stand-in cannot be made.
func (c Connection) Wait(ctx context.Context, reference string) error {
	return c.background.wait(ctx, reference)
}

// Pin adds to the reference of an official image the digest of its stand-in,
// which has to be ready; without a stand-in it returns the reference as it is.
func (c Connection) Pin(reference string) string {
	if c.pin == nil {
		return reference
	}
	return c.pin(reference)
}

// Ready reports whether Wait returns at once.
func (c Connection) Ready(reference string) bool { return c.background.ready(reference) }

// Close stops making stand-ins. The engine keeps running, but other runs may restart it.
func (c Connection) Close() {
	c.background.stop()
	c.session.Close()
}

// Environment lists the variables by which Dagger's clients find the engine.
func (c Connection) Environment() []string {
	return []string{
		"_EXPERIMENTAL_DAGGER_CLI_BIN=" + c.CLI,
		"_EXPERIMENTAL_DAGGER_RUNNER_HOST=unix://" + c.Socket,
		// The tool is built without a terminal interface, and would wait for one on a terminal.
		"DAGGER_PROGRESS=plain",
	}
}

// A Status describes an engine and the space and network that it uses.
type Status struct {
	Running  bool   // the engine runs and answers
	Version  string // of Dagger
	Folder   string // the cache folder
	Socket   string // the engine's Unix socket
	Registry string // host and port of its registry
	Login    Login  // for writing to the registry
	// Bridge and Range are the bridge and the address range that the engine adds to the host's network while it runs.
	Bridge, Range string
	StandIns      bool // the registry is a mirror of docker.io
	// Disk lists the sizes of all parts of the cache folder.
	Disk []DiskUse
}

// DiskUse is the size of one part of the cache folder.
type DiskUse struct {
	What  string // the part's name
	Bytes int64  // on disk
}
