// Package embedded brings up a Dagger engine on a machine that has no
// container runtime. Everything it needs is built from Go modules and Debian
// packages into one cache folder; the engine runs in a mount and process
// namespace of its own on its own root file system.
package embedded

import (
	"context"
	"os"
	"time"

	"python-pipeline/ci/engine/embedded/program"
)

// Version is the version of the engine.
const Version = program.EngineVersion

// SuperviseArgument is the hidden argument with which this program calls
// itself as the engine's supervisor; the cache folder follows.
const SuperviseArgument = "supervise-embedded-engine"

// Settings say how the engine is to be. A running engine with other settings
// is restarted.
type Settings struct {
	// StandIns makes the engine's own registry a mirror of docker.io that holds
	// stand-ins for the official images; nothing then leaves the machine for
	// docker.io.
	StandIns bool
	// StandInMaxAge is the age at which a stand-in is made anew.
	StandInMaxAge time.Duration
	// CacheLimit is how many bytes the build cache may keep on disk.
	CacheLimit int64
	// CABundle is the file of certificate authorities that the engine's own
	// downloads trust; empty for the host's.
	CABundle string
}

// An Engine is the one engine of a cache folder, running or not.
type Engine struct {
	folder   Folder
	settings Settings
}

// New gives the engine of a cache folder. Nothing is started or written.
func New(folder Folder, settings Settings) *Engine {
	return &Engine{folder: folder, settings: settings}
}

// Images are the official images that a run takes. For those that stand-ins can
// be made of they are; others are no business of the engine's start.
type Images struct {
	// Now lists those that have to be there when the engine is started.
	Now []string
	// Later lists those that the run waits for when it needs them.
	Later []string
}

// A Connection is what clients need to use a running engine.
type Connection struct {
	// Socket is the engine's Unix socket.
	Socket string
	// CLI is a dagger command line tool of the engine's version.
	CLI string
	// Registry is the host and port of the engine's own registry, plain HTTP
	// on loopback.
	Registry string
	// Login is what the registry asks of those who push.
	Login Login
	// StandIns lists those of the images asked for that stand-ins serve, none
	// when the official images are used.
	StandIns []string

	pinned  func(reference string) string
	later   *later
	session *os.File // held for as long as the engine is used
}

// Wait blocks until an image of Images.Later can be had. It does not when no
// stand-in is made of it. The error says why the stand-in cannot be made.
func (c Connection) Wait(ctx context.Context, reference string) error {
	return c.later.wait(ctx, reference)
}

// Pinned adds to the reference of an official image the digest of the stand-in
// that serves for it; without one it is the reference itself. The stand-in has to
// be ready.
func (c Connection) Pinned(reference string) string { return c.pinned(reference) }

// Ready tells whether Wait would not block.
func (c Connection) Ready(reference string) bool { return c.later.ready(reference) }

// Close gives up what is still being made; the engine runs on, and may be
// restarted for others.
func (c Connection) Close() {
	c.later.stop()
	c.session.Close()
}

// Environment lists the variables by which Dagger's own clients find the
// engine.
func (c Connection) Environment() []string {
	return []string{
		"_EXPERIMENTAL_DAGGER_CLI_BIN=" + c.CLI,
		"_EXPERIMENTAL_DAGGER_RUNNER_HOST=unix://" + c.Socket,
		// The tool is built without a terminal interface, and on a terminal it would
		// wait for one.
		"DAGGER_PROGRESS=plain",
	}
}
