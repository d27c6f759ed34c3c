//go:build linux

package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/progress"
)

// acquire takes the lock under which the cache folder is changed, and gives
// the function that releases it.
func (f Folder) acquire(ctx context.Context, display *progress.Display) (unlock func(), err error) {
	return lock(ctx, display, f.lock(), "engine: wait for another run that brings it up")
}

// lock takes the lock of a file and gives the function that releases it. The
// kernel releases it too when its holder dies. While another run holds it the
// display shows what is waited for.
func lock(ctx context.Context, display *progress.Display, path, what string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cache folder: %w", err)
	}
	var waiting *progress.Task
	for {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if err == nil {
			if waiting != nil {
				waiting.Done("")
			}
			return func() { file.Close() }, nil
		}
		if !errors.Is(err, unix.EWOULDBLOCK) {
			file.Close()
			return nil, fmt.Errorf("cache folder: lock: %w", err)
		}
		if waiting == nil {
			waiting = display.Start(what)
		}
		select {
		case <-ctx.Done():
			waiting.Done("stopped")
			file.Close()
			return nil, ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// supervised says whether a supervisor lives: it holds a lock all its life, so
// neither a stale file nor a reused process number can deceive.
func (f Folder) supervised() bool { return locked(f.supervisorLock()) }

// locked says whether anybody holds the lock of a file alone.
func locked(path string) bool { return refused(path, unix.LOCK_SH) }

// refused says whether a kind of lock of a file is not to be had because of
// others. A file that is not there nobody holds.
func refused(path string, kind int) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	return errors.Is(unix.Flock(int(file.Fd()), kind|unix.LOCK_NB), unix.EWOULDBLOCK)
}
