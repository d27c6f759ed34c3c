package run

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/apptest"
	"python-pipeline/ci/config"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/reports"
	"python-pipeline/ci/summary"
)

// ofOneApp returns the setup of a run on one app, in a repository with the summary of an earlier run.
func ofOneApp(t *testing.T) Setup {
	t.Helper()
	root := apptest.WriteApps(t, map[string]string{"dist/summary.json": apptest.StaleSummary}, "one")
	return Setup{
		Config: &config.Config{Dist: "dist"}, Display: progress.New(new(strings.Builder), progress.Options{}),
		Root: root, Folders: []string{filepath.Join(root, "one")},
	}
}

// An interruption is in the summary, whether or not the run comes to its end; until then the summary is not a success.
func TestSummaryOfARunThatGoesOn(t *testing.T) {
	t.Parallel()
	setup := ofOneApp(t)
	ctx, interrupt := context.WithCancel(t.Context())
	u, err := begin(ctx, setup, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := apptest.ReadSummary(t, setup.dist()); s.OK || s.Error != errUnfinished.Error() {
		t.Errorf("at first the summary is %+v", s)
	}
	interrupt()
	for deadline := time.Now().Add(time.Minute); apptest.ReadSummary(t, setup.dist()).Error != errInterrupted.Error(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("after the interruption the summary is %+v", apptest.ReadSummary(t, setup.dist()))
		}
	}
	if err := u.fail(ctx, errors.New("context canceled")); err != nil {
		t.Fatal(err)
	}
	if s := apptest.ReadSummary(t, setup.dist()); s.OK || s.Error != errInterrupted.Error() {
		t.Errorf("at last the summary is %+v", s)
	}
}

// The result of an app is in the summary of a run that was interrupted meanwhile.
func TestInterruptedRun(t *testing.T) {
	t.Parallel()
	setup := ofOneApp(t)
	ctx, interrupt := context.WithCancel(t.Context())
	u, err := begin(ctx, setup, nil)
	if err != nil {
		t.Fatal(err)
	}
	interrupt()
	results := []summary.App{{Report: report.Report{Name: "one", Failures: []report.Failure{{Step: report.StepTest, Problem: "1 of 2 tests failed"}}}}}
	if err := u.conclude(ctx, summary.New(summary.Engine{}, results, time.Second, nil), os.Stdout, true); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	s := apptest.ReadSummary(t, setup.dist())
	if s.OK || s.Error != errInterrupted.Error() || len(s.Apps) != 1 || len(s.Apps[0].Failures) != 1 {
		t.Errorf("the summary is %+v", s)
	}
}

// A log of an earlier run may be anything by now.
func TestLogInPlaceOfALink(t *testing.T) {
	t.Parallel()
	dist := apptest.Write(t, map[string]string{"elsewhere": "untouched"})
	if err := os.Symlink(filepath.Join(dist, "elsewhere"), filepath.Join(dist, reports.EngineLog)); err != nil {
		t.Fatal(err)
	}
	log, closeLog, err := Setup{Config: &config.Config{Dist: dist}}.openLog()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Write([]byte("connected")); err != nil {
		t.Error(err)
	}
	closeLog()
	var got []string
	for _, name := range []string{"elsewhere", reports.EngineLog} {
		content, err := os.ReadFile(filepath.Join(dist, name))
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, string(content))
	}
	if diff := cmp.Diff([]string{"untouched", "connected"}, got); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}
