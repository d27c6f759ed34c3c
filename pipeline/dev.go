package main

import (
	"context"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// Builds the dev stage: the whole source, and what its tests need.
//
// +cache="session"
func (m *PythonPipeline) Dev(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(ctx context.Context, app *PythonPipeline, p *plan.Plan) (*dagger.Container, error) {
		return app.dev(ctx, p)
	})
}

func (m *PythonPipeline) dev(ctx context.Context, p *plan.Plan) (*dagger.Container, error) {
	source, err := m.sourceTree(p, m.devFiles, false)
	if err != nil {
		return nil, err
	}
	var ctr *dagger.Container
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return m.pullStages(groupCtx, p) })
	group.Go(func() (err error) {
		ctr, err = m.devBase(groupCtx, p)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	ctr = ctr.
		WithDirectory("/venv", m.devInstalled(p).Directory("/venv")).
		WithDirectory("/config", source.Directory("config")).
		// Tests may write beside the code; in prod the app may not.
		WithDirectory(appFolder, source.Directory("app"), dagger.ContainerWithDirectoryOpts{Owner: owner})
	return withPythonPath(ctr, p), nil
}

// devBase is the stage to which dev adds its packages and the source.
func (m *PythonPipeline) devBase(ctx context.Context, p *plan.Plan) (*dagger.Container, error) {
	ctr, err := m.prodBase(ctx, p)
	if err != nil {
		return nil, err
	}
	if packages := p.Settings.AptTest; len(packages) > 0 {
		ctr = m.proxied(ctr.WithUser("0:0"), aptInstall(packages)).WithUser(owner)
	}
	return ctr, nil
}
