//go:build linux

package embedded

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/progress"
)

// silent returns a display without output.
func silent(t *testing.T) *progress.Display {
	t.Helper()
	display := progress.New(io.Discard, progress.Options{})
	t.Cleanup(display.Close)
	return display
}

func TestAcquireWaitsForAnotherRun(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	unlock, err := folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	released := make(chan time.Time, 1)
	time.AfterFunc(50*time.Millisecond, func() { released <- time.Now(); unlock() })
	again, err := folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	defer again()
	if time.Now().Before(<-released) {
		t.Error("two runs change the folder at the same time")
	}
}

func TestAcquireStopsWaitingWhenInterrupted(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	unlock, err := folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := folder.acquire(ctx, silent(t)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}

// A prune deletes the lock that it holds. A waiting run must not take the
// deleted file's lock for the folder's.
func TestAcquireAfterTheLockIsDeleted(t *testing.T) {
	t.Parallel()
	folder := Folder(filepath.Join(t.TempDir(), "cache"))
	if err := folder.create(); err != nil {
		t.Fatal(err)
	}
	unlock, err := folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	started, ended := make(chan struct{}), make(chan error)
	go func() {
		close(started)
		_, err := folder.acquire(t.Context(), silent(t))
		ended <- err
	}()
	<-started
	time.Sleep(50 * time.Millisecond) // until it has opened the lock
	if err := folder.remove(); err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := <-ended; !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

// The error names the process to end.
func TestLockThatIsNotReleased(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	unlock, err := folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	_, err = lock(t.Context(), silent(t), 10*time.Millisecond, folder.lockFile(), "engine: wait for another run")
	if err == nil || !strings.Contains(err.Error(), "another run still holds the lock after 10ms; end process ") {
		t.Errorf("got %v", err)
	}
}

func TestHasSupervisor(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	if folder.hasSupervisor() {
		t.Error("without a file there is a supervisor")
	}
	if err := os.MkdirAll(folder.run(), 0o700); err != nil {
		t.Fatal(err)
	}
	lock, err := os.Create(folder.supervisorLock())
	if err != nil {
		t.Fatal(err)
	}
	if folder.hasSupervisor() {
		t.Error("with an unlocked file there is a supervisor")
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	if !folder.hasSupervisor() {
		t.Error("with a locked file there is no supervisor")
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if folder.hasSupervisor() {
		t.Error("after the unlock there is a supervisor")
	}
}
