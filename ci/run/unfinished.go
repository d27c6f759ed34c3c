package run

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"time"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/render"
	"python-pipeline/ci/render/github"
	"python-pipeline/ci/reports"
	"python-pipeline/ci/summary"
)

// The error in summary.json until the result is known, and after an interruption.
var (
	errUnfinished  = errors.New("the run has not ended: it is going on, or was killed")
	errInterrupted = errors.New("the run was interrupted")
)

// unfinished is a run whose result is not known yet. It replaces the summary.json of an earlier run at once, so that the old
// one is not taken for this run's, however this run ends.
type unfinished struct {
	started time.Time
	job     *github.Job

	mu    sync.Mutex
	dist  string // empty if nothing may be written
	ended bool
}

// begin begins a run. An interruption changes its summary at once.
func begin(ctx context.Context, s Setup, job *github.Job) (*unfinished, error) {
	u := &unfinished{started: time.Now(), job: job, dist: s.dist()}
	folders, _ := apps.Folders(s.Root, s.Folders, s.Config) // New reports the error
	// A summary.json there may be the app's own; checkDist refuses the folder.
	if slices.ContainsFunc(folders, func(folder string) bool { return isWithin(u.dist, folder) }) {
		u.dist = ""
	}
	stop := context.AfterFunc(ctx, func() {
		_ = u.write(u.withoutApps(errInterrupted), false) // the end of the run writes it again
	})
	err := u.write(u.withoutApps(errUnfinished), false)
	if err != nil {
		stop()
		u.removeOld()
	}
	return u, err
}

// removeOld deletes the summary of an earlier run if this run's cannot be written, on a full disk for example.
func (u *unfinished) removeOld() {
	if folder, err := reports.Open(u.dist); err == nil {
		_ = folder.Remove(summary.FileName) // the run fails anyway
		folder.Close()
	}
}

// withoutApps returns the summary of a run without a result of any app.
func (u *unfinished) withoutApps(err error) summary.Summary {
	return summary.New(summary.Engine{}, nil, time.Since(u.started), err)
}

// write writes a summary; nothing follows the last one.
func (u *unfinished) write(s summary.Summary, last bool) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ended || u.dist == "" {
		return nil
	}
	u.ended = last
	return s.Write(u.dist)
}

// fail ends a run without a result of any app. The caller prints the error.
func (u *unfinished) fail(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		err = errInterrupted
	}
	s := u.withoutApps(err)
	return errors.Join(u.write(s, true), u.job.Write(s))
}

// conclude ends a run with results: it writes and prints them. After an interruption it only writes them.
func (u *unfinished) conclude(ctx context.Context, s summary.Summary, out *os.File, noColor bool) error {
	if ctx.Err() != nil {
		s.OK, s.Error = false, errInterrupted.Error()
		return errors.Join(ctx.Err(), u.write(s, true), u.job.Report(s))
	}
	if err := u.write(s, true); err != nil {
		return err
	}
	width, color := render.Terminal(out, noColor)
	if err := render.Table(out, s, color, width); err != nil {
		return err
	}
	if err := u.job.Report(s); err != nil {
		return err
	}
	if !s.OK {
		return ErrFailed
	}
	return nil
}
