//go:build linux

package e2e

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/summary"
)

// noRoom begins what is said of every full disk.
const noRoom = "no space left on device; free some space "

// A disk that is full where reports are written fails the run in one sentence,
// takes no half of a report for a whole one, and the next run has the room again.
// Nothing large is written into the folder of temporary files.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	app := calculator(t, "full-disk")
	small := smallDisk(t, "size=20m")
	dist := filepath.Join(small, "dist")
	out := filepath.Join(dist, named("full-disk"))

	// The archive does not fit.
	failed := ci(t, []string{"PIPELINE_DIST=" + dist}, "build", app).
		mustFail(t, "full-disk-"+thisRun+": build: dist: write "+out+"/", noRoom+"there, or set PIPELINE_DIST to a folder on another disk")
	mustBeOneFailure(t, failed, dist)

	// The summary of a run that passed is there when there is room for nothing more.
	ci(t, []string{"PIPELINE_DIST=" + dist}, "test", app)
	if s := summaryOf(t, dist); !s.OK {
		t.Fatalf("with room again: %+v", s)
	}
	fill(t, small)
	ci(t, []string{"PIPELINE_DIST=" + dist}, "test", app).
		mustFail(t, filepath.Join(dist, summary.FileName)+": not written: ", "no space left on device")
	if _, err := os.Stat(filepath.Join(dist, summary.FileName)); !os.IsNotExist(err) {
		t.Errorf("the summary of the earlier run is still there: %v", err)
	}
	if err := os.Remove(filepath.Join(small, "full")); err != nil {
		t.Fatal(err)
	}
	ci(t, []string{"PIPELINE_DIST=" + dist}, "test", app)
	if s := summaryOf(t, dist); !s.OK {
		t.Errorf("with room at last: %+v", s)
	}

	// All of the run, without any room for temporary files.
	ci(t, []string{"TMPDIR=" + fullDisk(t), "PIPELINE_ARCHIVE=1"}, app).mustPass(t)
}

// An engine cannot be brought up where there is no room for it.
func TestFullCacheFolder(t *testing.T) {
	t.Parallel()
	app := calculator(t, "full-cache")
	for name, size := range map[string]string{"for nothing at all": "size=4k", "for no source of a program": "size=64k", "for no compiled package": "size=4m"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(smallDisk(t, size), "cache")
			advice := "free some space on the disk of " + folder + ", or set PIPELINE_CACHE_DIR to a folder on another one"
			failed := ci(t, []string{"PIPELINE_CACHE_DIR=" + folder, "PIPELINE_STAND_INS=always"}, "test", app).mustFail(t, advice)
			if failed.code != 1 || failed.summary.OK || !strings.HasSuffix(failed.summary.Error, advice) {
				t.Errorf("exit status %d, summary %+v", failed.code, failed.summary)
			}
		})
	}
}

// fullDiskOfAnEngine lets an engine of one's own work with a build cache that has
// room for nothing, and then with its own again.
func fullDiskOfAnEngine(t *testing.T, folder string, variables []string, app string) {
	t.Helper()
	advice := "free some space on the disk of " + folder + ", or set PIPELINE_CACHE_DIR to a folder on another one"
	state := filepath.Join(folder, "state")
	for _, size := range []string{"size=1m", "size=40m"} { // in the second one it does not say why it fails
		if err := unix.Mount("tmpfs", state, "tmpfs", 0, size); err != nil {
			t.Fatal(err)
		}
		failed := ci(t, variables, "test", app).mustFail(t, advice)
		if failed.code != 1 || failed.summary.OK {
			t.Errorf("exit status %d, summary %+v", failed.code, failed.summary)
		}
		engineCommand(t, variables, "stop")
		if err := unix.Unmount(state, 0); err != nil {
			t.Fatal(err)
		}
	}
	ci(t, variables, "test", app).mustPass(t)
	engineCommand(t, variables, "stop")
}

// mustBeOneFailure fails the test when a run that failed says more than one thing,
// or left an image.
func mustBeOneFailure(t *testing.T, r result, dist string) {
	t.Helper()
	s := summaryOf(t, dist)
	if r.code != 1 || s.OK || len(s.Apps) != 1 || len(s.Apps[0].Failures) != 1 {
		t.Errorf("exit status %d, summary %+v", r.code, s)
	}
	left, err := filepath.Glob(filepath.Join(dist, named("full-disk"), "*"))
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v, %v", left, err)
	}
}

// summaryOf reads the summary in a folder of reports.
func summaryOf(t *testing.T, dist string) (s summary.Summary) {
	t.Helper()
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(dist, summary.FileName))), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

// fill leaves no room on a small disk.
func fill(t *testing.T, disk string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(disk, "full"), make([]byte, 64<<20), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
}
