//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A source may hold what no image should have, or what a reader obeys. Where
// nothing reads it, the app is built without it; what the machine has at the end
// of a link is in no stage and no report.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	const odd = "a\n::error::b\x1b[2J\u202e.txt"
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("a word of the machine\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := calculator(t, "hostile-files", write(odd, "odd\n"), func(folder string) error {
		if err := syscall.Mkfifo(filepath.Join(folder, "queue"), 0o644); err != nil {
			return err
		}
		if err := os.Symlink("hostile-loop", filepath.Join(folder, "hostile-loop")); err != nil {
			return err
		}
		if err := os.Symlink("/", filepath.Join(folder, "hostile-root")); err != nil {
			return err
		}
		return os.Symlink(secret, filepath.Join(folder, "hostile-link"))
	})
	r := ci(t, nil, folder).mustPass(t)
	if want := "links that lead out of the app's folder: hostile-link, hostile-loop, hostile-root; the image gets the links"; !strings.Contains(r.output, want) {
		t.Errorf("%q is missing in:\n%s", want, r.output)
	}
	if strings.ContainsAny(r.output, "\x1b\u202e") || strings.Contains(r.output, "\n::error::b") {
		t.Errorf("the output is not all visible: %q", r.output)
	}
	found := entries(t, pull(t, r.app(t, "hostile-files")))
	if _, there := found["/app/queue"]; there {
		t.Error("the named pipe is in the image")
	}
	for _, name := range []string{odd, "hostile-link", "hostile-loop", "hostile-root"} {
		if _, there := found["/app/"+name]; !there {
			t.Errorf("%q is not in the image", name)
		}
	}
	stdout, _, status := output(t, r.app(t, "hostile-files"), false, "readlink", "/app/hostile-link")
	if stdout != secret+"\n" || status != 0 {
		t.Errorf("the link leads to %q in the image (status %d)", stdout, status)
	}
	if holds(t, r.dist, "a word of the machine") {
		t.Error("a report holds what a link leads to")
	}
}
