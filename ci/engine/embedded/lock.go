//go:build linux

package embedded

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/poll"
	"python-pipeline/ci/progress"
)

// acquire locks the cache folder for changes and returns the function that unlocks it. The error is fs.ErrNotExist when
// the folder does not exist, also when another run deleted it meanwhile.
func (f Folder) acquire(ctx context.Context, display *progress.Display) (unlock func(), err error) {
	return lock(ctx, display, waitLimit, f.lockFile(), "engine: wait for another run that brings it up")
}

// waitLimit is how long a run waits for others: twice the time of a bring-up on a slow machine.
const waitLimit = time.Hour

// lock locks a file and returns the function that unlocks it. The kernel also unlocks it when the process dies. While
// another run holds the lock, the display shows title.
func lock(ctx context.Context, display *progress.Display, limit time.Duration, path, title string) (unlock func(), err error) {
	var file *os.File
	err = waitWithDisplay(ctx, display, 100*time.Millisecond, limit, func() (reason string, err error) {
		if file, err = tryLock(path); file == nil {
			reason = title
		}
		return reason, err
	}, func() error {
		return fmt.Errorf("%s: another run still holds the lock after %s; %s", path, limit, adviseOnHolders(path))
	})
	if err != nil {
		return nil, err
	}
	return func() { file.Close() }, nil
}

// waitWithDisplay calls attempt until it returns no reason to wait. Meanwhile the display shows the first reason. When
// the limit is exceeded it returns the error of tooLong.
func waitWithDisplay(ctx context.Context, display *progress.Display, every, limit time.Duration, attempt func() (reason string, err error), tooLong func() error) error {
	var waiting *progress.Task
	done, err := poll.Until(ctx, every, limit, func() (bool, error) {
		reason, err := attempt()
		if err == nil && reason != "" && waiting == nil {
			waiting = display.Start(reason)
		}
		return reason == "", err
	})
	if waiting == nil {
		return err
	}
	switch {
	case done:
		waiting.Done("")
	case err != nil:
		waiting.Done("stopped")
	default:
		err = tooLong()
		waiting.Fail(err)
	}
	return err
}

// tryLock locks a file; it returns nil while another run holds the lock. A prune deletes the file that it has locked. A
// lock on the deleted inode does not protect the file that the next run creates, so the inodes are compared.
func tryLock(path string) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cache folder: %w", err)
	}
	err = unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil && isFileAt(file, path) {
		return file, nil
	}
	file.Close()
	if err != nil && !errors.Is(err, unix.EWOULDBLOCK) {
		return nil, fmt.Errorf("cache folder: lock: %w", err)
	}
	return nil, nil
}

func isFileAt(file *os.File, path string) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(opened, there)
}

// hasSupervisor reports whether a supervisor runs. A supervisor holds its lock until it ends, so neither a stale file
// nor a reused process number can give a wrong answer.
func (f Folder) hasSupervisor() bool { return isLocked(f.supervisorLock()) }

// isLocked reports whether a process holds an exclusive lock of a file.
func isLocked(path string) bool { return cannotLock(path, unix.LOCK_SH) }

// cannotLock reports whether other processes' locks prevent a kind of lock. A missing file is not locked.
func cannotLock(path string, kind int) bool {
	file, err := os.Open(path)
	if err != nil {
		return false
	}
	defer file.Close()
	return errors.Is(unix.Flock(int(file.Fd()), kind|unix.LOCK_NB), unix.EWOULDBLOCK)
}
