//go:build !linux

package embedded

import (
	"context"

	"python-pipeline/ci/progress"
)

// Start returns why this system cannot run an engine.
func (e *Engine) Start(context.Context, *progress.Display, Images) (*Connection, error) {
	return nil, CanRun()
}

// StandIns returns none on this system.
func (e *Engine) StandIns() []string { return nil }

// HostStandIns returns none on this system.
func (e *Engine) HostStandIns() []string { return nil }

// Stop does nothing on this system.
func (e *Engine) Stop(context.Context, *progress.Display) error { return nil }

// Prune does nothing on this system.
func (e *Engine) Prune(context.Context, *progress.Display) error { return nil }

// Status returns that no engine runs.
func (e *Engine) Status() Status { return Status{Version: Version, Folder: string(e.folder)} }

// Alive returns false on this system.
func (e *Engine) Alive() bool { return false }

// Logs returns none on this system.
func (e *Engine) Logs() []string { return nil }

// Supervise returns why this system cannot run an engine.
func Supervise(string) error { return CanRun() }
