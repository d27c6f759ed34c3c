//go:build linux

package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A machine that gives little: new files are their owner's alone, few may be
// open, and there is hardly room for temporary ones.
const narrow = `umask 077; ulimit -n 64; exec "$@"`

func TestRunOnANarrowMachine(t *testing.T) {
	t.Parallel()
	temporary, home, dist := smallDisk(t, "size=10m"), smallDisk(t, "ro"), t.TempDir()
	cmd := exec.Command("sh", "-c", narrow, "sh", program, calculator(t, "narrow"))
	cmd.Dir = repository
	cmd.Env = append(os.Environ(), "TMPDIR="+temporary, "HOME="+home, "PIPELINE_CACHE_DIR="+cacheFolder(t), "PIPELINE_DIST="+dist, "PIPELINE_FRESH=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	if left, err := os.ReadDir(temporary); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, %v", left, err)
	}
	if info, err := os.Stat(filepath.Join(dist, named("narrow"), "junit.xml")); err != nil || info.Size() == 0 {
		t.Errorf("junit.xml: %v", err)
	}
}

// Where nothing can be kept one sentence says so, before anything is done.
func TestCacheFolderThatCannotBe(t *testing.T) {
	t.Parallel()
	open := t.TempDir()
	if err := os.Chmod(open, 0o777); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		variables []string
		says      string
	}{
		"a read-only home": {[]string{"PIPELINE_CACHE_DIR=", "XDG_CACHE_HOME=", "HOME=" + smallDisk(t, "ro")}, "read-only file system; set PIPELINE_CACHE_DIR to a folder of your own"},
		"no home":          {[]string{"PIPELINE_CACHE_DIR=", "XDG_CACHE_HOME=", "HOME="}, "set PIPELINE_CACHE_DIR to a folder"},
		"a folder of all":  {[]string{"PIPELINE_CACHE_DIR=" + open}, "other users can write it"},
		"a full disk":      {[]string{"PIPELINE_CACHE_DIR=" + filepath.Join(fullDisk(t), "cache")}, "no space left on device"},
	} {
		t.Run(name, func(t *testing.T) {
			engineRefuses(t, append(test.variables, "PIPELINE_STAND_INS=always"), "start", test.says)
		})
	}
}

// smallDisk mounts a file system in memory.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	folder := t.TempDir()
	var flags uintptr
	if options == "ro" {
		flags, options = unix.MS_RDONLY, ""
	}
	if err := unix.Mount("tmpfs", folder, "tmpfs", flags, options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// fullDisk has no room for another file.
func fullDisk(t *testing.T) string {
	t.Helper()
	folder := smallDisk(t, "size=16k")
	if err := os.WriteFile(filepath.Join(folder, "full"), []byte(strings.Repeat("x", 1<<20)), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	return folder
}
