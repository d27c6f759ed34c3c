//go:build linux

package embedded

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A run with other settings waits for those that work with the engine.
func TestAnEngineInUseIsNotRestarted(t *testing.T) {
	t.Parallel()
	folder, err := os.MkdirTemp("", "engine-*") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	e := New(Folder(folder), Settings{CacheLimit: 5e8})
	write(t, e.folder.launch(), launch{CacheLimit: 20e9})
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
		session, err := e.folder.join()
		if err != nil {
			t.Fatal(err)
		}
		sessions = append(sessions, session)
	}
	for _, session := range sessions {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		if _, _, err := e.acquireToStart(ctx, silent(t)); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("while it is in use: got %v", err)
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
