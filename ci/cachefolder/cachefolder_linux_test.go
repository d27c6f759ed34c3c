package cachefolder

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		mode    os.FileMode // of the folder that exists, 0 for none
		want    os.FileMode
		problem string
	}{
		"no folder yet":               {0, 0o700, ""},
		"a folder of its owner":       {0o700, 0o700, ""},
		"one that others read":        {0o755, 0o755, ""},
		"one that its group writes":   {0o770, 0o770, ""}, // the user's own group
		"one that everybody writes":   {0o777, 0o777, "other users can write it (its mode is 0777); set PIPELINE_CACHE_DIR to a folder of your own"},
		"one like /tmp":               {0o777 | os.ModeSticky, 0o777, "other users can write it"},
		"one that only others write ": {0o702, 0o702, "other users can write it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "user", "cache")
			if test.mode != 0 {
				if err := os.MkdirAll(path, 0o700); err != nil {
					t.Fatal(err)
				}
				if err := os.Chmod(path, test.mode); err != nil {
					t.Fatal(err)
				}
			}
			err := Create(path)
			if (err == nil) != (test.problem == "") || err != nil && !strings.Contains(err.Error(), test.problem) {
				t.Errorf("got %v, want %q", err, test.problem)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != test.want {
				t.Errorf("got mode %v, %v", info.Mode(), err)
			}
		})
	}
}

func TestCreateRefusesAnotherUsersFolder(t *testing.T) {
	t.Parallel()
	path := t.TempDir()
	const stranger = 4242
	if err := os.Chown(path, stranger, stranger); err != nil { // needs root, as the embedded engine does
		t.Fatal(err)
	}
	want := fmt.Sprintf("cache folder %s: it belongs to another user (number %d); set PIPELINE_CACHE_DIR to a folder of your own", path, stranger)
	if err := Create(path); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestCreatePartClosesAFolder(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "rootfs")
	for _, before := range []os.FileMode{0, 0o755, 0o777} {
		if before != 0 {
			if err := os.Chmod(path, before); err != nil {
				t.Fatal(err)
			}
		}
		if err := CreatePart(path); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("from %v: got %v, %v", before, info.Mode(), err)
		}
	}
}

// The build cache may lie on another disk.
func TestCreatePartFollowsALink(t *testing.T) {
	t.Parallel()
	path, target := filepath.Join(t.TempDir(), "state"), filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(target, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	if err := CreatePart(path); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(target); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
}
