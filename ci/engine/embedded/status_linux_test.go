package embedded

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// Everything that a prune deletes is counted.
func TestDiskCountsAllOfTheFolder(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	var want int64
	for _, name := range []string{"programs", "rootfs", "registry", "state", "stand-ins", "debian", "databases", "podman"} {
		write(t, filepath.Join(string(folder), name, "file"), "content")
		want += diskUsage(filepath.Join(string(folder), name))
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

func TestDiskUsageCountsLinksOnce(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, bytes.Repeat([]byte("x"), 1<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	before := diskUsage(folder)
	if before == 0 {
		t.Errorf("got nothing for a file of 1 MiB")
	}
	if err := os.Link(file, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	if after := diskUsage(folder); after != before {
		t.Errorf("got %d bytes, then with a link %d", before, after)
	}
}

func TestDiskUsageOfAMissingFolder(t *testing.T) {
	t.Parallel()
	if got := diskUsage(filepath.Join(t.TempDir(), "gone")); got != 0 {
		t.Errorf("got %d", got)
	}
}
