package scripts

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the app's code leaves in a folder has no rights of its own in the image.
func TestPlain(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	made, tree := filepath.Join(root, "made"), filepath.Join(root, "tree")
	if err := os.MkdirAll(filepath.Join(made, "css"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, mode := range map[string]fs.FileMode{
		"su": 0o755 | fs.ModeSetuid, "group": 0o751 | fs.ModeSetgid, "css/style.css": 0o666, "secret": 0o600,
	} {
		if err := os.WriteFile(filepath.Join(made, name), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(made, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(made, "css"), 0o777|fs.ModeSetgid|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("css/style.css", filepath.Join(made, "link.css")); err != nil {
		t.Fatal(err)
	}
	run := func() (string, error) {
		out, err := exec.Command("sh", "-c", CopyStaticFiles.Text, "plain", made, tree).CombinedOutput()
		return string(out), err
	}
	if said, err := run(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	got := map[string]string{}
	if err := filepath.WalkDir(tree, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		relative, _ := filepath.Rel(tree, name)
		got[relative] = info.Mode().String()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		".": "drwxr-xr-x", "su": "-rwxr-xr-x", "group": "-rwxr-xr-x", "secret": "-rw-r--r--",
		"css": "drwxr-xr-x", "css/style.css": "-rw-r--r--", "link.css": "Lrwxrwxrwx",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modes differ (-want +got):\n%s", diff)
	}
	if err := os.RemoveAll(tree); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(made, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	if said, err := run(); err == nil || !strings.Contains(said, "neither a file nor a folder nor a link:\n"+filepath.Join(tree, "pipe")) {
		t.Errorf("a pipe: got %v and %q", err, said)
	}
}
