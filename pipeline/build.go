package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"time"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/day"
	"dagger/python-pipeline/ignorefile"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/source"
)

// The engine caches the results of functions, for up to a week and across restarts. The key is the call and the call
// that made the object, not the object's content, so New must not set the current day. Each function's comment says how
// long its result is cached: "never" if it changes something outside, such as a registry; "session" if it depends on
// the day without an argument for it; without such a word until the arguments change.

// A build is the app during one call of a function: what all stages depend on.
type build struct {
	*PythonPipeline
	plan                *plan.Plan
	platform            dagger.Platform   // of the image, "" for the engine's own
	ignorefile          *ignorefile.File  // the caller's, nil for the app's own
	app                 *dagger.Directory // the app's folder of the source
	devFiles, prodFiles []string          // files of the app in the two stages
	// base is the stage below dev and prod. The engine builds it when something needs it.
	base *dagger.Container
	// venv makes production's virtual environment, once.
	venv func(context.Context) (*venv, error)
}

// An image is the dev or the prod stage. base has its Debian packages, venv those of Python.
type image struct {
	*dagger.Container
	base, venv *dagger.Container
}

// Prints what would be built, and the source of each decision.
//
// +cache="session"
func (m *PythonPipeline) Plan(
	ctx context.Context,
	// Print JSON instead of text.
	// +optional
	asJson bool,
) (string, error) {
	b, err := m.begin(ctx)
	if err != nil {
		return "", err
	}
	if !asJson {
		return b.plan.Text(), nil
	}
	encoded, err := json.Marshal(b.plan)
	return string(printable.JSON(encoded)), err
}

// begin reads the app for one call of a function. The default of the day is today; it is determined once, because at
// midnight the stages would otherwise have the updates of two days. The plan is read here and not in New, because it
// depends on the functions after New, and on the day after which an ignored finding counts again.
func (m *PythonPipeline) begin(ctx context.Context) (*build, error) {
	app := *m
	b := &build{PythonPipeline: &app}
	var err error
	if b.Day, err = day.Of(m.Day, time.Now()); err != nil {
		return nil, err
	}
	files, err := exportSource(ctx, m.Source)
	if err != nil {
		return nil, err
	}
	if b.ignorefile, err = readIgnorefile(ctx, m.Ignorefile); err != nil {
		return nil, err
	}
	if b.plan, err = plan.Read(files, plan.Options{
		Name: m.Name, Member: m.Member, Python: m.Python, Pythons: m.Pythons, Index: m.IndexURL != nil || m.ExtraIndexURL != nil,
		Volumes: plan.VolumeOptions{Paths: m.Volumes, Mode: m.VolumeMode},
		Scan:    plan.ScanOptions{Severity: m.Severity, IgnoreUnfixed: m.IgnoreUnfixed, ExitOnEOL: m.ExitOnEOL, Ignorefile: b.ignorefile},
	}); err != nil {
		return nil, err
	}
	b.app = b.Source.Directory(b.plan.OwnFolder())
	own, err := fs.Sub(files, b.plan.OwnFolder())
	if err != nil {
		return nil, err
	}
	tree := source.New(own)
	if b.devFiles, err = tree.Dev(); err != nil {
		return nil, err
	}
	if b.prodFiles, err = tree.Prod(b.plan.Shipping()); err != nil {
		return nil, err
	}
	b.base, b.venv = b.makeBase(), b.venvOnce()
	return b, nil
}

// fetch assigns the result of a call to a variable, at the same time as the other calls of a group.
func fetch[T any](ctx context.Context, group *errgroup.Group, into *T, call func(context.Context) (T, error)) {
	group.Go(func() (err error) {
		*into, err = call(ctx)
		return err
	})
}

// stage builds a stage for a caller of its function. It waits for the stage, because the engine's error would come
// later without an explanation.
func (m *PythonPipeline) stage(ctx context.Context, stageOf func(context.Context, *build) (*dagger.Container, error)) (*dagger.Container, error) {
	b, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	ctr, err := stageOf(ctx, b)
	if err == nil {
		ctr, err = ctr.Sync(ctx)
	}
	return ctr, explain(report.StepBuild, err)
}

// containerOf returns the container of an image that a function returned.
func containerOf(image *image, err error) (*dagger.Container, error) {
	if err != nil {
		return nil, err
	}
	return image.Container, nil
}
