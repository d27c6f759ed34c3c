package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/step"
)

// Builds the export stage: the lock file as requirements, in /export.
//
// The lock's own tool stays in this stage. An app that has requirements files
// needs none; its stage is the builder's image.
//
// +cache="session"
func (m *PythonPipeline) Export(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, app *PythonPipeline, p *plan.Plan) (*dagger.Container, error) {
		return app.export(p), nil
	})
}

func (m *PythonPipeline) export(p *plan.Plan) *dagger.Container {
	ctr := dag.Container().From(p.BuilderImage())
	if p.LockKind != plan.LockPipenv {
		return ctr
	}
	const pin = "/pipeline/pipenv.txt"
	ctr = m.withExec(m.withUV(ctr).WithNewFile(pin, step.Pipenv), "python3", "-m", "venv", "--without-pip", "/opt/pipenv")
	ctr = m.download(ctr, nil, []string{
		"/opt/uv/bin/uv", "pip", "install", "--quiet", "--python=/opt/pipenv/bin/python", "--no-build", "--require-hashes", "--requirements=" + pin,
	})
	ctr = ctr.
		WithMountedDirectory("/lock", m.sourceFiles(p.Inputs)).
		WithWorkdir("/lock")
	return m.withExec(ctr, "sh", "-c", step.Export).
		WithoutMount("/lock").
		WithWorkdir("/")
}

// requirementsFiles are what uv reads: the app's own files, or those
// that the export stage made of its lock.
func (m *PythonPipeline) requirementsFiles(p *plan.Plan, inputs []string) *dagger.Directory {
	if p.LockKind == plan.LockPipenv {
		return m.export(p).Directory("/export")
	}
	return m.sourceFiles(inputs)
}

// sourceFiles takes some files of the source, so that a step with them does not
// depend on the others.
func (m *PythonPipeline) sourceFiles(names []string) *dagger.Directory {
	files := dag.Directory()
	for _, name := range names {
		files = files.WithFile(name, m.Source.File(name))
	}
	return files
}
