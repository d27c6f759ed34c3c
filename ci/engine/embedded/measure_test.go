//go:build linux

package embedded

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

func TestDiskUseCountsAFileOnceHoweverManyLinksItHas(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	if err := os.WriteFile(file, bytes.Repeat([]byte("x"), 1<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	before := diskUse(folder)
	if before == 0 {
		t.Errorf("got nothing for a file of 1 MiB")
	}
	if err := os.Link(file, filepath.Join(folder, "link")); err != nil {
		t.Fatal(err)
	}
	if after := diskUse(folder); after != before {
		t.Errorf("got %d bytes, then with a link %d", before, after)
	}
}

func TestDiskUseOfNothing(t *testing.T) {
	t.Parallel()
	if got := diskUse(filepath.Join(t.TempDir(), "gone")); got != 0 {
		t.Errorf("got %d", got)
	}
}
