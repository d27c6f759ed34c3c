//go:build unix

package source

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Opening one of these, or a link to it, would block until another process writes.
func TestPipesAndSocketsAreNotOpened(t *testing.T) {
	t.Parallel()
	f := folder(t, map[string]string{"app.py": "", "link": "->pipe"})
	if err := syscall.Mkfifo(filepath.Join(string(f), "pipe"), 0o644); err != nil {
		t.Fatal(err)
	}
	// The path of a socket has a small limit.
	short, err := os.MkdirTemp("", "s")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(short) })
	listener, err := net.Listen("unix", filepath.Join(short, "socket"))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for place, want := range map[string]string{
		filepath.Join(string(f), "pipe"): "it is a named pipe, not a regular file",
		filepath.Join(string(f), "link"): "it is a named pipe, not a regular file",
		filepath.Join(short, "socket"):   "it is a socket, not a regular file",
	} {
		_, err := Folder(filepath.Dir(place)).ReadFile(filepath.Base(place))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", place, err, want)
		}
	}
}
