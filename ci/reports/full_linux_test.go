package reports

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// smallDisk returns a folder on a disk with little room. Mounting needs root, as
// the embedded engine does.
func smallDisk(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=64k"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

const noRoom = ": no space left on device; free some space there, or set PIPELINE_DIST to a folder on another disk"

// If the disk is full the error says so: the sender's error says only that the
// file was not accepted. The next attempt has the room again.
func TestReceiveOnAFullDisk(t *testing.T) {
	t.Parallel()
	path := filepath.Join(smallDisk(t), "shop")
	folder := openApp(t, path)
	_, err := folder.Receive(map[string]int64{"image.tar": 0}, func(folder string) error {
		if err := os.WriteFile(filepath.Join(folder, "image.tar"), make([]byte, 1<<20), 0o600); err == nil {
			t.Error("the disk is not full")
		}
		return errors.New("failed to export: context canceled")
	})
	if err == nil || !strings.HasPrefix(err.Error(), "dist: write "+path+"/"+incomingPrefix) || !strings.HasSuffix(err.Error(), noRoom) {
		t.Errorf("got %v", err)
	}
	if left := files(t, path); len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	in, err := folder.Receive(map[string]int64{"image.tar": 0}, func(folder string) error {
		return os.WriteFile(filepath.Join(folder, "image.tar"), make([]byte, 1<<10), 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(in.Keep(), in.Close()); err != nil {
		t.Error(err)
	}
}

// The earlier report stays if the new one does not fit.
func TestWriteOnAFullDisk(t *testing.T) {
	t.Parallel()
	path := filepath.Join(smallDisk(t), "shop")
	folder := openApp(t, path)
	if err := folder.Write("digest", []byte("sha256:1")); err != nil {
		t.Fatal(err)
	}
	if err := folder.Write("digest", make([]byte, 1<<20)); err == nil || err.Error() != "dist: write "+path+"/digest"+noRoom {
		t.Errorf("got %v", err)
	}
	if got := files(t, path); len(got) != 1 || got["digest"] != "-rw-r--r-- sha256:1" {
		t.Errorf("the folder has %v", got)
	}
}
