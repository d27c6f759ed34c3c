package run

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/apptest"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/summary"
)

// mountSmall makes a folder a disk with little room. It needs root, as the
// embedded engine does.
func mountSmall(t *testing.T, folder string) {
	t.Helper()
	if err := unix.Mount("tmpfs", folder, "tmpfs", 0, "size=64k"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
}

// Where this run's summary cannot be written, that of an earlier one which passed
// must not be taken for it.
func TestFullDistKeepsNoOldSummary(t *testing.T) {
	setup := ofOneApp(t)
	dist := setup.dist()
	mountSmall(t, dist)
	if err := os.WriteFile(filepath.Join(dist, summary.FileName), []byte(apptest.StaleSummary), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dist, "full"), make([]byte, 1<<20), 0o600); err == nil {
		t.Fatal("the disk is not full")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if _, err := begin(ctx, setup, nil); !errors.Is(err, unix.ENOSPC) || !strings.HasPrefix(err.Error(), filepath.Join(dist, summary.FileName)+": not written: ") {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(dist); err != nil || len(left) != 1 {
		t.Errorf("the folder has %v, %v", left, err)
	}
}

// The embedded engine's disk is that of the cache folder. An engine does not always say that it is full.
func TestAdviceOnAFullEngine(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	if err := os.Mkdir(state, 0o700); err != nil {
		t.Fatal(err)
	}
	mountSmall(t, state)
	cache := filepath.Dir(state)
	full, other := errors.New("failed to sync: write pipeline/main.go: no space left on device"), errors.New("failed to copy: unsupported offset")
	here := "free some space on the disk of " + cache + ", or set PIPELINE_CACHE_DIR to a folder on another one"
	const elsewhere = "free some space where the engine keeps its build cache"
	for _, test := range []struct {
		kind, cache string
		err         error
		want        string
	}{
		{engine.KindEmbedded, cache, full, full.Error() + "; " + here},
		{engine.KindEmbedded, cache, other, other.Error() + "; its disk has only 0.1 MB left: " + here},
		{engine.KindEmbedded, filepath.Join(cache, "absent"), other, other.Error()},
		{engine.KindDocker, cache, full, full.Error() + "; " + elsewhere},
		{engine.KindDocker, cache, other, other.Error()},
		{engine.KindDocker, cache, nil, "<nil>"},
	} {
		j := on(engine.Session{Kind: test.kind}, Task{})
		j.Config.CacheDir = test.cache
		if got := fmt.Sprint(j.adviseRoom(j.Engine, test.err)); got != test.want {
			t.Errorf("%s, %v: got %s, want %s", test.kind, test.err, got, test.want)
		}
	}
	j := on(engine.Session{Kind: engine.KindEmbedded}, Task{})
	j.Config.CacheDir = cache
	for _, test := range []struct {
		failure report.Failure
		want    string
	}{
		{report.Failure{Step: report.StepBuild, Problem: full.Error()}, here},
		{report.Failure{Step: report.StepBuild, Problem: "builder: install the requirements failed", Output: "OSError: [Errno 28] No space left on device", Advice: elsewhere}, here},
		{report.Failure{Step: report.StepTest, Problem: "1 of 1 tests failed", Output: "OSError: [Errno 28] No space left on device"}, ""},
	} {
		got := test.failure
		if j.advise(&got); got.Advice != test.want {
			t.Errorf("%+v: got %q, want %q", test.failure, got.Advice, test.want)
		}
	}
}
