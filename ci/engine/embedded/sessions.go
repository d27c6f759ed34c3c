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

// registerSession marks the engine as used by this run until the file is closed
// or the process ends. The cache folder has to be locked.
func (f Folder) registerSession() (*os.File, error) {
	file, err := os.OpenFile(f.sessionsLock(), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cache folder: %w", err)
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_SH|unix.LOCK_NB); err != nil {
		file.Close()
		return nil, fmt.Errorf("cache folder: %s: %w", f.sessionsLock(), err)
	}
	return file, nil
}

// inUse reports whether any run uses the engine. The cache folder has to be locked.
func (f Folder) inUse() bool { return cannotLock(f.sessionsLock(), unix.LOCK_EX) }

// acquireToStart locks the cache folder when the engine has the wanted configuration or can be restarted. It waits
// while other runs use an engine with other settings. The folder is not locked meanwhile, because those runs may need
// the lock.
func (e *Engine) acquireToStart(ctx context.Context, display *progress.Display) (wanted engineConfig, unlock func(), err error) {
	err = waitWithDisplay(ctx, display, 200*time.Millisecond, waitLimit, func() (reason string, err error) {
		if unlock, err = e.folder.createAndAcquire(ctx, display); err != nil {
			return "", err
		}
		wanted, err = e.wantedConfig(ctx)
		if err == nil && (e.serves(wanted) || !e.Alive() || !e.folder.inUse()) {
			return "", nil
		}
		unlock()
		return "engine: wait for the runs that use it; " + e.whyRestart(wanted), err
	}, func() error {
		return fmt.Errorf("embedded engine: runs with other settings have used it for %s; %s", waitLimit, adviseOnHolders(e.folder.sessionsLock()))
	})
	if err != nil {
		return wanted, nil, err
	}
	return wanted, unlock, nil
}

func (f Folder) createAndAcquire(ctx context.Context, display *progress.Display) (unlock func(), err error) {
	for {
		if err := f.create(); err != nil {
			return nil, err
		}
		unlock, err := f.acquire(ctx, display)
		if errors.Is(err, fs.ErrNotExist) {
			continue // a prune has just deleted the folder
		}
		if err != nil {
			return nil, err
		}
		// A prune between the two calls may have deleted parts of the folder.
		if err := f.create(); err != nil {
			unlock()
			return nil, err
		}
		return unlock, nil
	}
}
