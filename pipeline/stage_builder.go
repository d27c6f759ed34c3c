package main

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/scripts"
)

// Builds the builder stage: the production requirements in /venv.
//
// It is based on the full image, which has compilers. The files of /venv are
// also below /layers, sorted into layers.
//
// +cache="session"
func (m *PythonPipeline) Builder(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, b *build) (*dagger.Container, error) { return b.builder(), nil })
}

func (b *build) builder() *dagger.Container { return b.exec(b.venv, scripts.SortLayers) }

// Builds the dev-builder stage: the builder plus what tests require.
//
// No package is compiled twice, and tests run on the files that ship.
//
// +cache="session"
func (m *PythonPipeline) DevBuilder(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, b *build) (*dagger.Container, error) { return b.devVenv(), nil })
}

// makeVenv makes the builder, before its virtual environment is sorted into layers.
func (b *build) makeVenv() *dagger.Container {
	ctr := b.from(b.plan.BuilderImage())
	if packages := b.plan.AptBuild; len(packages) > 0 {
		ctr = b.execOnline(ctr, environment{}, scripts.AptInstall, packages...)
	}
	return b.install(b.withUV(ctr), b.plan.Requirements, b.plan.Inputs, b.plan.Hashed)
}

// devVenv adds the development requirements to production's virtual environment.
func (b *build) devVenv() *dagger.Container {
	if len(b.plan.DevRequirements) == 0 {
		return b.venv
	}
	dev := b.install(b.venv, b.plan.DevRequirements, b.plan.DevInputs, b.plan.DevHashed).
		WithMountedDirectory(scripts.Production, b.venv.Directory(scripts.Venv))
	return b.exec(dev, scripts.CompareVenvs).WithoutMount(scripts.Production)
}

// withUV installs uv in a folder of its own, from which no later stage copies.
func (b *build) withUV(ctr *dagger.Container) *dagger.Container {
	return b.downloadTool(ctr.WithNewFile(scripts.UVPin, scripts.UVRequirements), scripts.InstallUV).
		WithNewFile(scripts.UVInterpreter, scripts.Interpreter, dagger.ContainerWithNewFileOpts{Permissions: 0o755})
}

// compilers make the result of a compilation small, and equal on every machine and day. Debug information has the
// folder of the compilation; the linker strips it too, because a build script may request it after CFLAGS. The date is
// the first of 1980, the earliest of zip files.
var compilers = map[string]string{"SOURCE_DATE_EPOCH": "315532800", "CFLAGS": "-g0", "LDFLAGS": "-Wl,--strip-debug"}

// install runs uv with the requirements files alone, so that an edit of the source does not install them again.
func (b *build) install(ctr *dagger.Container, requirements, inputs []string, hashed bool) *dagger.Container {
	ctr = ctr.WithMountedDirectory(scripts.Requirements, b.requirementsFiles(inputs)).WithWorkdir(scripts.Requirements)
	variables := maps.Clone(compilers)
	maps.Copy(variables, b.plan.BuildEnv)
	arguments := slices.Concat([]string{strconv.FormatBool(hashed)}, requirements)
	return b.downloadPackages(ctr, variables, scripts.InstallRequirements, arguments...).
		WithoutMount(scripts.Requirements).WithWorkdir("/")
}
