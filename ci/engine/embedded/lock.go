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
// the function that releases it. Where there is no folder, or none any more, the
// error is fs.ErrNotExist.
func (f Folder) acquire(ctx context.Context, display *progress.Display) (unlock func(), err error) {
	return lock(ctx, display, f.lock(), "engine: wait for another run that brings it up")
}

// waitLimit is how long one run waits for others: twice what a bring-up takes on
// a slow machine.
const waitLimit = time.Hour

// lock takes the lock of a file and gives the function that releases it. The
// kernel releases it too when its holder dies. While another run holds it the
// display shows what is waited for.
func lock(ctx context.Context, display *progress.Display, path, what string) (unlock func(), err error) {
	return lockWithin(ctx, display, waitLimit, path, what)
}

func lockWithin(ctx context.Context, display *progress.Display, limit time.Duration, path, what string) (unlock func(), err error) {
	var waiting *progress.Task
	end := time.After(limit)
	for {
		file, err := tryLock(path)
		if (file != nil || err != nil) && waiting != nil {
			waiting.Done("")
		}
		if err != nil {
			return nil, err
		}
		if file != nil {
			return func() { file.Close() }, nil
		}
		if waiting == nil {
			waiting = display.Start(what)
		}
		select {
		case <-ctx.Done():
			waiting.Done("stopped")
			return nil, ctx.Err()
		case <-end:
			err := fmt.Errorf("%s: it has not ended within %s; %s", path, limit, usersAdvice(path))
			waiting.Fail(err)
			return nil, err
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// tryLock takes the lock of a file, nil while another run holds it. A prune
// deletes the file that it has locked: whose lock that is has none on the file
// that the next run makes.
func tryLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cache folder: %w", err)
	}
	err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil && isAt(file, path) {
		return file, nil
	}
	file.Close()
	if err != nil && !errors.Is(err, unix.EWOULDBLOCK) {
		return nil, fmt.Errorf("cache folder: lock: %w", err)
	}
	return nil, nil
}

func isAt(file *os.File, path string) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(opened, there)
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
