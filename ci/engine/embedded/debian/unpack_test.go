package debian

import (
	"archive/tar"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestUnpack(t *testing.T) {
	t.Parallel()
	archive := filepath.Join(t.TempDir(), "root.tar")
	file, err := os.Create(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	writer := tar.NewWriter(file)
	if err := writer.WriteHeader(&tar.Header{Name: "./etc/hostname", Mode: 0o644, Size: 3, Uid: os.Getuid(), Gid: os.Getgid()}); err != nil {
		t.Fatal(err)
	}
	if _, err := writer.Write([]byte("new")); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	parent := t.TempDir()
	root := filepath.Join(parent, "root")
	write(t, filepath.Join(root, "etc/old"), "")
	write(t, root+".partial/etc/killed", "")
	if err := Unpack(t.Context(), archive, root); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"root/etc/hostname"}, files(t, parent)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestUnpackOfABrokenArchiveLeavesNoFolder(t *testing.T) {
	t.Parallel()
	archive := filepath.Join(t.TempDir(), "root.tar")
	write(t, archive, strings.Repeat("no tar file\n", 100))
	root := filepath.Join(t.TempDir(), "root")
	if err := Unpack(t.Context(), archive, root); err == nil || !strings.HasPrefix(err.Error(), "tar: exit status ") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(root); err == nil {
		t.Error("a later run would take the folder for complete")
	}
}
