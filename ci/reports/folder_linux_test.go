package reports

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// hostile fills a folder with files, links and folders that may be in place of a report, and returns a file outside that must
// stay as it is.
func hostile(t *testing.T, folder string) (outside string) {
	t.Helper()
	outside = filepath.Join(t.TempDir(), "outside")
	if err := os.WriteFile(outside, []byte("untouched"), 0o600); err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.MkdirAll(folder, 0o755))
	must(os.Symlink(outside, filepath.Join(folder, "link")))
	must(os.Symlink("/proc/self/environ", filepath.Join(folder, "environ")))
	must(os.Symlink("nowhere", filepath.Join(folder, "dangling")))
	must(syscall.Mkfifo(filepath.Join(folder, "fifo"), 0o644))
	must(os.WriteFile(filepath.Join(folder, "setuid"), []byte("program"), 0o755))
	must(os.Chmod(filepath.Join(folder, "setuid"), 0o755|os.ModeSetuid))
	must(os.MkdirAll(filepath.Join(folder, "folder", "kept"), 0o755))
	return outside
}

var hostileFiles = []string{"link", "environ", "dangling", "fifo", "setuid"}

// files lists the files of a folder, with their modes, and with the contents of ordinary files.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == folder {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		name, _ := filepath.Rel(folder, path)
		found[name] = info.Mode().String()
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(path)
			found[name] += " " + string(content)
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func mustBeUntouched(t *testing.T, outside string) {
	t.Helper()
	info, err := os.Lstat(outside)
	if err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(outside); err != nil || string(content) != "untouched" || info.Mode() != 0o600 {
		t.Errorf("a file outside has mode %v and %q, %v", info.Mode(), content, err)
	}
}

func openApp(t *testing.T, path string) *Folder {
	t.Helper()
	folder, err := OpenApp(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { folder.Close() })
	return folder
}

// A report replaces whatever file has its name.
func TestWriteInPlaceOfOthers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dist", "shop")
	outside := hostile(t, path)
	folder := openApp(t, path)
	want := map[string]string{"folder": "drwxr-xr-x", "folder/kept": "drwxr-xr-x", "new": "-rw-r--r-- report"}
	for _, name := range append([]string{"new"}, hostileFiles...) {
		if err := folder.Write(name, []byte("report")); err != nil {
			t.Error(err)
		}
		want[name] = "-rw-r--r-- report"
	}
	err := folder.Write("folder", []byte("report"))
	if err == nil || !strings.HasPrefix(err.Error(), "dist: write "+path+"/folder: ") || !strings.HasSuffix(err.Error(), "; delete it, or set PIPELINE_DIST to another folder") {
		t.Errorf("in place of a folder: %v", err)
	}
	if diff := cmp.Diff(want, files(t, path)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	mustBeUntouched(t, outside)
}

func TestCreateAndRemoveInPlaceOfOthers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "dist", "shop")
	outside := hostile(t, path)
	folder := openApp(t, path)
	for _, name := range hostileFiles {
		file, err := folder.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.WriteString("log"); err != nil {
			t.Error(err)
		}
		file.Close()
	}
	mustBeUntouched(t, outside)
	got := files(t, path)
	for _, name := range hostileFiles {
		if got[name] != "-rw-r--r-- log" {
			t.Errorf("%s is %s", name, got[name])
		}
	}

	again := filepath.Join(t.TempDir(), "dist", "shop")
	outside = hostile(t, again)
	if err := openApp(t, again).Remove(append([]string{"absent", "folder"}, hostileFiles...)...); err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(map[string]string{"folder": "drwxr-xr-x", "folder/kept": "drwxr-xr-x"}, files(t, again)); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	mustBeUntouched(t, outside)
}

// The folder of an app is never the target of a link.
func TestFolderOfAnApp(t *testing.T) {
	t.Parallel()
	dist := t.TempDir()
	elsewhere := t.TempDir()
	for link, target := range map[string]string{"linked": elsewhere, "beside": "shop"} {
		if err := os.Symlink(target, filepath.Join(dist, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dist, "fifo"), 0o644); err != nil {
		t.Fatal(err)
	}
	openApp(t, filepath.Join(dist, "shop"))
	for _, name := range []string{"linked", "beside", "fifo"} {
		path := filepath.Join(dist, name)
		if _, err := OpenApp(path); err == nil || err.Error() != "dist: "+path+" is not a folder; delete it, or set PIPELINE_DIST to another folder" {
			t.Errorf("%s: %v", name, err)
		}
	}
	// PIPELINE_DIST itself may be a link.
	through := filepath.Join(t.TempDir(), "dist")
	if err := os.Symlink(elsewhere, through); err != nil {
		t.Fatal(err)
	}
	if err := openApp(t, filepath.Join(through, "shop")).Write("digest", nil); err != nil {
		t.Error(err)
	}
	if got := files(t, elsewhere); got["shop/digest"] == "" {
		t.Errorf("the folder that a link names has %v", got)
	}
}
