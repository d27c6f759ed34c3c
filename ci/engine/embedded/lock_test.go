//go:build linux

package embedded

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/progress"
)

// silent is a display that nobody looks at.
func silent(t *testing.T) *progress.Display {
	t.Helper()
	display := progress.New(io.Discard, progress.Options{})
	t.Cleanup(display.Close)
	return display
}

func TestAcquireWaitsForTheOther(t *testing.T) {
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

func TestAcquireStopsWaitingWhenAsked(t *testing.T) {
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

// A prune deletes the lock that it holds: with what is left of it nobody keeps
// the next run out.
func TestALockThatIsDeletedIsNoLock(t *testing.T) {
	t.Parallel()
	folder := Folder(filepath.Join(t.TempDir(), "cache"))
	if err := folder.create(); err != nil {
		t.Fatal(err)
	}
	unlock, err := folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	began, ended := make(chan struct{}), make(chan error)
	go func() {
		close(began)
		_, err := folder.acquire(t.Context(), silent(t))
		ended <- err
	}()
	<-began
	time.Sleep(50 * time.Millisecond) // it has opened the lock
	if err := folder.remove(); err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := <-ended; !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}

func TestSupervised(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	if folder.supervised() {
		t.Error("no supervisor was ever there")
	}
	if err := os.MkdirAll(folder.run(), 0o700); err != nil {
		t.Fatal(err)
	}
	lock, err := os.Create(folder.supervisorLock())
	if err != nil {
		t.Fatal(err)
	}
	if folder.supervised() {
		t.Error("a file that a supervisor left is none")
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	if !folder.supervised() {
		t.Error("its lock is held")
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	if folder.supervised() {
		t.Error("it is gone")
	}
}
