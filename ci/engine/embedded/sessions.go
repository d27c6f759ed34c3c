//go:build linux

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/progress"
)

// join counts a run among those who use the engine, until the file is closed or
// the run is gone. The cache folder's lock has to be held.
func (f Folder) join() (*os.File, error) {
	file, err := os.OpenFile(f.sessions(), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cache folder: %w", err)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB); err != nil {
		file.Close()
		return nil, fmt.Errorf("cache folder: %s: %w", f.sessions(), err)
	}
	return file, nil
}

// inUse says whether any run uses the engine. The cache folder's lock has to be
// held.
func (f Folder) inUse() bool { return refused(f.sessions(), unix.LOCK_EX) }

// acquireToStart takes the cache folder's lock when the engine is as wanted, or
// can be made so: an engine with other settings is not taken from those who work
// with it. What these wait for may need the lock, so it is not held meanwhile.
func (e *Engine) acquireToStart(ctx context.Context, display *progress.Display) (launch, func(), error) {
	var waiting *progress.Task
	end := time.After(waitLimit)
	for {
		if err := e.folder.create(); err != nil {
			return launch{}, nil, err
		}
		unlock, err := e.folder.acquire(ctx, display)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a prune has just deleted it
		}
		if err != nil {
			return launch{}, nil, err
		}
		// A prune that came between the two may have deleted parts of the folder.
		if err := e.folder.create(); err != nil {
			unlock()
			return launch{}, nil, err
		}
		wanted, err := e.wanted(ctx)
		if err != nil {
			unlock()
			return wanted, nil, err
		}
		if e.serves(wanted) || !e.Alive() || !e.folder.inUse() {
			if waiting != nil {
				waiting.Done("")
			}
			return wanted, unlock, nil
		}
		unlock()
		if waiting == nil {
			waiting = display.Start("engine: wait for the runs that use it; " + e.whyRestart(wanted))
		}
		select {
		case <-ctx.Done():
			waiting.Done("stopped")
			return wanted, nil, ctx.Err()
		case <-end:
			err := fmt.Errorf("embedded engine: runs with other settings have used it for %s; %s", waitLimit, usersAdvice(e.folder.sessions()))
			waiting.Fail(err)
			return wanted, nil, err
		case <-time.After(200 * time.Millisecond):
		}
	}
}
