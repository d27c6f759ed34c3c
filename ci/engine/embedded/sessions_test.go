//go:build linux

package embedded

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A run that waits for a prune starts with an empty folder.
func TestStartAfterAPrune(t *testing.T) {
	t.Parallel()
	e := New(Folder(filepath.Join(t.TempDir(), "cache")), Settings{CacheLimit: 5e8})
	if err := e.folder.create(); err != nil {
		t.Fatal(err)
	}
	unlock, err := e.folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		wanted, unlock, err := e.acquireToStart(t.Context(), silent(t))
		if err == nil {
			defer unlock()
		}
		if content, readErr := os.ReadFile(e.folder.identityFile()); readErr != nil || wanted.CacheLimit != 5e8 {
			t.Errorf("got %+v, %s, %v", wanted, content, readErr)
		}
		ended <- err
	}()
	time.Sleep(50 * time.Millisecond) // until it waits
	if err := e.folder.remove(); err != nil {
		t.Fatal(err)
	}
	unlock()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A run with other settings waits until no run uses the engine.
func TestAnEngineInUseIsNotRestarted(t *testing.T) {
	t.Parallel()
	folder, err := os.MkdirTemp("", "engine-*") // a socket needs a short path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	e := New(Folder(folder), Settings{CacheLimit: 5e8})
	write(t, e.folder.configFile(), engineConfig{CacheLimit: 20e9})
	socket, err := net.Listen("unix", e.folder.socket())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { socket.Close() })
	supervisor, err := os.Create(e.folder.supervisorLock())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { supervisor.Close() })
	if err := unix.Flock(int(supervisor.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}

	var sessions []*os.File
	for range 2 {
		session, err := e.folder.registerSession()
		if err != nil {
			t.Fatal(err)
		}
		sessions = append(sessions, session)
	}
	for _, session := range sessions {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		if _, _, err := e.acquireToStart(ctx, silent(t)); err == nil || ctx.Err() == nil {
			t.Errorf("while it is in use: got %v, and the time was not over", err)
		}
		session.Close()
	}
	wanted, unlock, err := e.acquireToStart(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if wanted.CacheLimit != 5e8 {
		t.Errorf("got %+v", wanted)
	}
}
