//go:build !linux

package embedded

import (
	"context"

	"python-pipeline/ci/progress"
)

// Start says why there can be no engine on this system.
func (e *Engine) Start(context.Context, *progress.Display, Images) (*Connection, error) {
	return nil, CanRun()
}

// StandIns lists none on this system.
func (e *Engine) StandIns() []string { return nil }

// Stop has nothing to stop on this system.
func (e *Engine) Stop(context.Context, *progress.Display) error { return nil }

// Prune has nothing to delete on this system.
func (e *Engine) Prune(context.Context, *progress.Display) error { return nil }

// Status says that no engine runs.
func (e *Engine) Status() Status { return Status{Version: Version, Folder: string(e.folder)} }

// Alive says that no engine runs.
func (e *Engine) Alive() bool { return false }

// Logs lists no files on this system.
func (e *Engine) Logs() []string { return nil }

// Supervise says why there can be no engine on this system.
func Supervise(string) error { return CanRun() }
