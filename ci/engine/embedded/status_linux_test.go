package embedded

import (
	"path/filepath"
	"testing"
)

// What prune deletes is counted, whatever made it.
func TestDiskCountsAllOfTheFolder(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	var want int64
	for _, name := range []string{"programs", "rootfs", "registry", "state", "stand-ins", "debian", "databases", "podman"} {
		write(t, filepath.Join(string(folder), name, "file"), "content")
		want += diskUse(filepath.Join(string(folder), name))
	}
	var got int64
	for _, use := range folder.disk() {
		if use.Bytes == 0 {
			t.Errorf("%s: nothing is counted", use.What)
		}
		got += use.Bytes
	}
	if got != want || want == 0 {
		t.Errorf("got %d bytes, want %d", got, want)
	}
}

func TestStatusOfAnEngineThatNeverRan(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	status := New(folder, Settings{}).Status()
	if status.Running || status.Version != Version || status.Folder != string(folder) {
		t.Errorf("got %+v", status)
	}
	for _, use := range status.Disk {
		if use.Bytes != 0 {
			t.Errorf("%s: %d bytes", use.What, use.Bytes)
		}
	}
}
