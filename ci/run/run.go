// Package run carries out a task on apps: on one engine, at the same time, with their reports in PIPELINE_DIST and the result
// in summary.json.
package run

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dagger/python-pipeline/day"

	"python-pipeline/ci/apps"
	"python-pipeline/ci/config"
	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
	"python-pipeline/ci/render/github"
	"python-pipeline/ci/spans"
	"python-pipeline/ci/summary"
)

// A Task is what a command does with its apps.
type Task struct {
	Only        []string // steps; none for all of them
	TestArgs    []string // go to the test command
	Archive     bool     // writes the image's OCI archive, whatever the settings say
	Load        bool     // loads the archive into a container runtime
	MustPublish bool     // fails if there is no registry to publish to
}

// gated reports whether images have to pass all gates, the scan included, and are then published. An image built by a subset
// of the steps is never published.
func (t Task) gated() bool { return len(t.Only) == 0 }

// A Setup is what a run begins with, before it reads any app.
type Setup struct {
	Config  *config.Config    // the settings
	Display *progress.Display // shows what happens until the result is printed
	Root    string            // the repository
	Folders []string          // the arguments that name apps; see [apps.Folders]
}

// dist returns the folder of reports.
func (s Setup) dist() string {
	if filepath.IsAbs(s.Config.Dist) {
		return s.Config.Dist
	}
	return filepath.Join(s.Root, s.Config.Dist)
}

// reportsOf returns the folder of an app's reports.
func (s Setup) reportsOf(a apps.App) string { return filepath.Join(s.dist(), a.Name) }

// A Run has read its apps.
type Run struct {
	Setup
	Apps []apps.App // with their plans
	// day and fresh are the same for all apps, also after midnight.
	day, fresh string
}

// FindApps reads the apps for the versions of Python that have images.
func (s Setup) FindApps(ctx context.Context) ([]apps.App, error) {
	return apps.Find(ctx, s.Root, s.Folders, s.Config, engine.Pythons(ctx, s.Config))
}

// New reads the apps.
func New(ctx context.Context, s Setup) (*Run, error) {
	found, err := s.FindApps(ctx)
	if err != nil {
		return nil, err
	}
	today, err := day.Of(s.Config.Day, time.Now())
	if err != nil {
		return nil, err
	}
	return &Run{Setup: s, Apps: found, day: today, fresh: fresh(s.Config)}, nil
}

// ErrFailed ends the program with status 1 and no message: the summary has been printed.
var ErrFailed = errors.New("failed")

// Do carries out a task on the apps and prints the result. job is the GitHub Actions job that runs this, nil for none.
func Do(ctx context.Context, s Setup, job *github.Job, t Task) error {
	u, err := begin(ctx, s, job)
	if err != nil {
		return err
	}
	r, err := New(ctx, s)
	if err == nil {
		err = checkDist(s.dist(), r.Apps)
	}
	if err != nil {
		return errors.Join(err, u.fail(ctx, err))
	}
	// newResult removes them again, and reports an error.
	for _, a := range r.Apps {
		_ = removeReports(r.reportsOf(a))
	}
	engine, results, err := r.do(ctx, t)
	s.Display.Close()
	return u.conclude(ctx, summary.New(engine, results, time.Since(u.started), err), os.Stdout, bool(s.Config.NoColor))
}

// Refuse writes the summary of a run whose settings are wrong.
func Refuse(ctx context.Context, s Setup, job *github.Job, problem error) error {
	u, err := begin(ctx, s, job)
	if err != nil {
		return nil // the problem matters more
	}
	return u.fail(ctx, problem)
}

// do opens a session and carries out the task on all apps. The error is for what failed outside the apps.
func (r *Run) do(ctx context.Context, t Task) (engine summary.Engine, results []summary.App, err error) {
	if !slices.ContainsFunc(r.Apps, func(a apps.App) bool { return a.Err == nil }) { // no app needs an engine
		for _, a := range r.Apps {
			results = append(results, r.newResult(a))
		}
		return engine, results, nil
	}
	var images embedded.Images
	if t.gated() {
		images.Background = []string{scannerName(r.Config)} // needed only after the builds
	}
	engine, err = r.InSession(ctx, r.Apps, images, spans.Handler{Span: ShowSteps(r.Display)}, func(s *Session) error {
		if t.MustPublish && s.registry() == "" {
			return fmt.Errorf("publish: there is nowhere to publish to: the %s engine has no registry of its own; set PIPELINE_REGISTRY", s.Engine.Kind)
		}
		p := &pipeline{Session: s, task: t}
		if t.gated() {
			var err error
			if p.database, err = s.openDatabase(ctx); err != nil {
				return diskspace.Advise(err, embedded.RoomAdvice(r.Config.CacheDir))
			}
		}
		results = p.runAll(ctx)
		return nil
	})
	return engine, results, err
}
