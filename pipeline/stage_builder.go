package main

import (
	"context"
	"slices"
	"sync"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/scripts"
)

// Builds the builder stage: the production packages in /venv.
//
// It is based on the full image, which has compilers. The files of /venv are
// also below /layers, sorted into layers.
//
// +cache="session"
func (m *PythonPipeline) Builder(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(ctx context.Context, b *build) (*dagger.Container, error) {
		v, err := b.venv(ctx)
		if err != nil {
			return nil, err
		}
		return v.layers(b), nil
	})
}

// Builds the dev-builder stage: the builder plus what tests require.
//
// No package is compiled twice, and tests run on the files that ship.
//
// +cache="session"
func (m *PythonPipeline) DevBuilder(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(ctx context.Context, b *build) (*dagger.Container, error) { return b.devVenv(ctx) })
}

// A venv is the builder with production's virtual environment.
type venv struct {
	pins *pins
	// locked has the packages of the lock, and complete also those from folders, which change with the source.
	locked, complete *dagger.Container
	// added is complete with the files of the packages from folders as a layer; nil without such packages.
	added *dagger.Container
}

// layers are the builder with the files of its virtual environment sorted into layers.
func (v *venv) layers(b *build) *dagger.Container {
	ctr := b.exec(v.locked, scripts.SortLayers)
	if v.added == nil {
		return ctr
	}
	return ctr.WithDirectory(scripts.Layers, v.added.Directory(scripts.Layers)).WithDirectory(scripts.Venv, v.complete.Directory(scripts.Venv))
}

// venvOnce returns a function that makes production's virtual environment when it is first called. A caller that gives
// up must not take it from the others.
func (b *build) venvOnce() func(ctx context.Context) (*venv, error) {
	var once sync.Once
	var made *venv
	var err error
	return func(ctx context.Context) (*venv, error) {
		once.Do(func() { made, err = b.makeVenv(context.WithoutCancel(ctx)) })
		return made, err
	}
}

func (b *build) makeVenv(ctx context.Context) (*venv, error) {
	pins, err := b.pin(ctx, b.production(), nil)
	if err != nil {
		return nil, err
	}
	v := &venv{pins: pins}
	if v.locked, err = b.install(ctx, b.compilerStage(), pins); err != nil {
		return nil, err
	}
	if len(b.plan.ExtraRequirements) > 0 {
		extra, err := b.pin(ctx, b.extra(), pins.lock)
		if err != nil {
			return nil, err
		}
		if v.locked, err = b.install(ctx, v.locked, extra); err != nil {
			return nil, err
		}
	}
	v.complete = v.locked
	locals := b.locals()
	if len(locals) == 0 {
		return v, nil
	}
	if v.complete, err = b.installLocals(ctx, v.locked, locals); err != nil {
		return nil, err
	}
	v.added = b.exec(v.complete, scripts.SortLayers, scripts.Added)
	return v, nil
}

// devVenv adds the development requirements to production's virtual environment.
func (b *build) devVenv(ctx context.Context) (*dagger.Container, error) {
	v, err := b.venv(ctx)
	if err != nil {
		return nil, err
	}
	if len(b.plan.DevRequirements)+len(b.plan.DevLocals) == 0 {
		return v.complete, nil
	}
	pins, err := b.pin(ctx, b.development(), v.pins.lock)
	if err != nil {
		return nil, err
	}
	dev, err := b.install(ctx, v.locked, pins)
	if err != nil {
		return nil, err
	}
	dev = b.exec(dev.WithMountedDirectory(scripts.Production, v.locked.Directory(scripts.Venv)), scripts.CompareVenvs).WithoutMount(scripts.Production)
	if locals := slices.Concat(b.locals(), b.plan.DevLocals); len(locals) > 0 {
		return b.installLocals(ctx, dev, locals)
	}
	return dev, nil
}

// toolStage is the full image with the tools, for steps that need nothing of the app.
func (b *build) toolStage() *dagger.Container { return b.withTools(b.from(b.plan.BuilderImage())) }

// withTools installs what builds and installs packages in folders of its own, from which no later stage copies: uv, and
// libraries for the form of locks and for the backends of packages.
func (b *build) withTools(ctr *dagger.Container) *dagger.Container {
	ctr = b.downloadTool(ctr.WithNewFile(scripts.UVPin, scripts.UVRequirements), scripts.InstallUV).
		WithNewFile(scripts.UVInterpreter, scripts.Interpreter, dagger.ContainerWithNewFileOpts{Permissions: 0o755})
	return b.withTool(ctr, scripts.PackagingTool, scripts.PackagingPins)
}

// withTool installs a tool of the pipeline in a virtual environment of its own.
func (b *build) withTool(ctr *dagger.Container, folder, pins string) *dagger.Container {
	return b.downloadTool(ctr.WithNewFile(scripts.ToolPin, pins), scripts.InstallTool, folder).WithoutFile(scripts.ToolPin)
}
