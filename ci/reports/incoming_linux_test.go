package reports

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReceive(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop")
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(path, "report.json")); err != nil {
		t.Fatal(err)
	}
	folder := openApp(t, path)
	in, err := folder.Receive(map[string]int64{"report.json": 10, "image.tar": 0, "junit.xml": 10}, func(folder string) error {
		if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("others may write to the folder in which files arrive: %v, %v", info.Mode(), err)
		}
		return errors.Join(
			os.WriteFile(filepath.Join(folder, "report.json"), []byte("{}"), 0o600),
			os.WriteFile(filepath.Join(folder, "image.tar"), []byte("a large file"), 0o755),
			os.Chmod(filepath.Join(folder, "image.tar"), 0o755|os.ModeSetuid))
	})
	if err != nil {
		t.Fatal(err)
	}
	if content, err := in.Read("report.json"); err != nil || string(content) != "{}" {
		t.Errorf("read %q, %v", content, err)
	}
	if _, err := in.Read("junit.xml"); err == nil || err.Error() != "the module's result has no junit.xml" {
		t.Errorf("a file that did not arrive: %v", err)
	}
	if err := errors.Join(in.Keep(), in.Close()); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]string{"report.json": "-rw-r--r-- {}", "image.tar": "-rw-r--r-- a large file"}, files(t, path)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

// Files that are not reports are refused, and none of them stays.
func TestReceiveRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		send func(folder string) error
		want string
	}{
		"a file of another name": {
			func(folder string) error { return os.WriteFile(filepath.Join(folder, "forged.json"), nil, 0o644) },
			`the module's result has "forged.json", which is not one of its files`,
		},
		"a folder of another name": {
			func(folder string) error { return os.Mkdir(filepath.Join(folder, "shop"), 0o755) },
			`the module's result has "shop", which is not one of its files`,
		},
		"a link": {
			func(folder string) error { return os.Symlink("/etc/passwd", filepath.Join(folder, "report.json")) },
			`the module's result has "report.json", which is not an ordinary file`,
		},
		"a FIFO": {
			func(folder string) error { return syscall.Mkfifo(filepath.Join(folder, "image.tar"), 0o644) },
			`the module's result has "image.tar", which is not an ordinary file`,
		},
		"a folder": {
			func(folder string) error { return os.Mkdir(filepath.Join(folder, "report.json"), 0o755) },
			`the module's result has "report.json", which is not an ordinary file`,
		},
		"a file that is too large": {
			func(folder string) error {
				return errors.Join(os.WriteFile(filepath.Join(folder, "report.json"), nil, 0o644), os.Truncate(filepath.Join(folder, "report.json"), 20<<30))
			},
			`the module's result has "report.json" of 21474836480 bytes, above the limit of 10`,
		},
		"nothing, because sending failed": {
			func(string) error { return errors.New("the engine ended") }, "the engine ended",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "shop")
			_, err := openApp(t, path).Receive(map[string]int64{"report.json": 10, "image.tar": 0}, test.send)
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if left := files(t, path); len(left) > 0 {
				t.Errorf("it left %v", left)
			}
		})
	}
}
