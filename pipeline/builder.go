package main

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/step"
)

// Builds the builder stage: the production requirements in /venv.
//
// It stands on the full image, so compilers are at hand. What is installed lies
// sorted into layers below /layers too.
//
// +cache="session"
func (m *PythonPipeline) Builder(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, app *PythonPipeline, p *plan.Plan) (*dagger.Container, error) {
		return app.builder(p), nil
	})
}

func (m *PythonPipeline) builder(p *plan.Plan) *dagger.Container {
	return m.withExec(m.installed(p), "python3", "-c", step.Layers)
}

// Builds the dev-builder stage: the builder plus what the tests need.
//
// Nothing is compiled twice, and tests run against the very files that ship.
//
// +cache="session"
func (m *PythonPipeline) DevBuilder(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, app *PythonPipeline, p *plan.Plan) (*dagger.Container, error) {
		return app.devInstalled(p), nil
	})
}

// installed is the builder before its result is sorted into layers.
func (m *PythonPipeline) installed(p *plan.Plan) *dagger.Container {
	ctr := dag.Container().From(p.BuilderImage())
	if packages := p.Settings.AptBuild; len(packages) > 0 {
		ctr = m.proxied(ctr, aptInstall(packages))
	}
	return m.install(m.withUV(ctr), p, p.Requirements, p.Inputs, p.Hashed)
}

func (m *PythonPipeline) devInstalled(p *plan.Plan) *dagger.Container {
	ctr := m.installed(p)
	if len(p.DevRequirements) == 0 {
		return ctr
	}
	const production = "/production"
	dev := m.install(ctr, p, p.DevRequirements, p.DevInputs, p.DevHashed).
		WithMountedDirectory(production, ctr.Directory("/venv"))
	return m.withExec(dev, "sh", "-c", step.Same).WithoutMount(production)
}

// withUV installs uv beside the system's Python, where no later stage looks.
func (m *PythonPipeline) withUV(ctr *dagger.Container) *dagger.Container {
	const pin = "/pipeline/uv.txt"
	return m.download(ctr.WithNewFile(pin, step.UV), nil, []string{
		"python3", "-m", "pip", "--quiet", "install", "--no-deps", "--only-binary=:all:", "--require-hashes",
		"--root-user-action=ignore", "--target=/opt/uv", "--requirement=" + pin,
	}).WithNewFile("/opt/uv/interpreter", step.Interpreter, dagger.ContainerWithNewFileOpts{Permissions: 0o755})
}

// compilers are told what makes their output equal wherever and whenever a
// package is compiled, and no larger than it need be. Debug information names
// the folder of the compilation; a build script may ask for it after CFLAGS, so
// the linker leaves it out too. A zip file knows no time before 1980.
var compilers = map[string]string{"SOURCE_DATE_EPOCH": "315532800", "CFLAGS": "-g0", "LDFLAGS": "-Wl,--strip-debug"}

// buildVariables are those with which packages are compiled.
func buildVariables(p *plan.Plan) map[string]string {
	variables := maps.Clone(compilers)
	maps.Copy(variables, p.Settings.BuildEnv)
	return variables
}

// install runs uv with the requirements files, and only them, so
// that an edit of the source installs nothing.
func (m *PythonPipeline) install(ctr *dagger.Container, p *plan.Plan, requirements, inputs []string, hashed bool) *dagger.Container {
	const folder = "/requirements"
	files := m.requirementsFiles(p, inputs)
	command := slices.Concat(
		withEnv(buildVariables(p)),
		[]string{"sh", "-c", step.Install, "install", strconv.FormatBool(hashed)},
		requirements)
	return m.download(ctr.WithMountedDirectory(folder, files).WithWorkdir(folder), p, command).
		WithoutMount(folder).
		WithWorkdir("/")
}

// aptInstall is the command that adds Debian packages to a stage that does not
// ship.
func aptInstall(packages []string) []string {
	const script = `apt-get update -qq -o APT::Update::Error-Mode=any -o Acquire::Retries=5 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null`
	return append([]string{"sh", "-c", script, "apt"}, packages...)
}
