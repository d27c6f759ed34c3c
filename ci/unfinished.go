package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"python-pipeline/ci/github"
	"python-pipeline/ci/reports"
	"python-pipeline/ci/summary"
)

// What summary.json says of a run until its result is known, and of one that was interrupted.
var (
	errUnfinished  = errors.New("the run has not ended: it is going on, or was killed")
	errInterrupted = errors.New("the run was interrupted")
)

// unfinished is a run whose result is not known yet. Its summary.json says so from the beginning, so that nobody takes
// that of an earlier run for this one's, however this one ends.
type unfinished struct {
	started time.Time
	answer  *github.Job

	mu    sync.Mutex
	dist  string // empty where nothing may be written
	ended bool
}

// begin begins a run. An interruption is in its summary at once.
func (e *environment) begin(ctx context.Context, c *call) (*unfinished, error) {
	root, err := findRepository()
	if err != nil {
		return nil, err
	}
	u := &unfinished{started: time.Now(), dist: e.dist(root)}
	folders := e.folders(root, c)
	if len(folders) == 0 {
		folders, _ = appsBelow(filepath.Join(root, samples)) // newJob reports the error
	}
	// A file of that name may be the app's own; checkDist refuses the folder.
	if slices.ContainsFunc(folders, func(folder string) bool { return within(u.dist, folder) }) {
		u.dist = ""
	}
	if err := e.stopCommands(); err != nil {
		return nil, err
	}
	u.answer = e.answer
	context.AfterFunc(ctx, func() {
		_ = u.write(u.failed(errInterrupted), false) // the end of the run writes it again
	})
	err = u.write(u.failed(errUnfinished), false)
	if err != nil {
		u.removeOld()
	}
	return u, err
}

// removeOld deletes the summary of an earlier run where this one's cannot be written, on a full disk for example.
func (u *unfinished) removeOld() {
	if folder, err := reports.Open(u.dist); err == nil {
		_ = folder.Remove(summary.FileName) // the run fails anyway
		folder.Close()
	}
}

// dist is the folder of reports.
func (e *environment) dist(root string) string {
	if filepath.IsAbs(e.config.Dist) {
		return e.config.Dist
	}
	return filepath.Join(root, e.config.Dist)
}

// failed is the summary of a run that has no result of any app.
func (u *unfinished) failed(err error) summary.Summary {
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

// fail ends a run that has no result of any app. The caller shows the error.
func (u *unfinished) fail(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		err = errInterrupted
	}
	s := u.failed(err)
	return errors.Join(u.write(s, true), u.answer.Write(s))
}

// conclude ends a run that has results: it writes them to all places and prints
// them, unless the run was interrupted.
func (u *unfinished) conclude(ctx context.Context, s summary.Summary, out *os.File, noColor bool) error {
	if ctx.Err() != nil {
		s.OK, s.Error = false, errInterrupted.Error()
		return errors.Join(ctx.Err(), u.write(s, true), u.answer.Report(s))
	}
	if err := u.write(s, true); err != nil {
		return err
	}
	width, color := terminal(out, noColor)
	if err := s.Table(out, color, width); err != nil {
		return err
	}
	if err := u.answer.Report(s); err != nil {
		return err
	}
	if !s.OK {
		return errFailed
	}
	return nil
}
