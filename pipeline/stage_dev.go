package main

import (
	"context"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/scripts"
)

// Builds the dev stage: the whole source, and what its tests require.
//
// +cache="session"
func (m *PythonPipeline) Dev(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(ctx context.Context, b *build) (*dagger.Container, error) {
		return containerOf(b.dev(ctx))
	})
}

func (b *build) dev(ctx context.Context) (*image, error) {
	source, err := b.sourceTree(b.devFiles, false)
	if err != nil {
		return nil, err
	}
	var base, venv *dagger.Container
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return b.pullStages(groupCtx) })
	fetch(groupCtx, group, &base, b.devBase)
	fetch(groupCtx, group, &venv, b.devVenv)
	if err := group.Wait(); err != nil {
		return nil, err
	}
	// Tests may write beside the code; in prod the app may not.
	ctr := base.WithDirectory(scripts.Venv, venv.Directory(scripts.Venv)).
		WithDirectory(scripts.Config, source.Directory("config")).
		WithDirectory(scripts.App, source.Directory("app"), dagger.ContainerWithDirectoryOpts{Owner: plan.Owner})
	ctr = b.withPythonPath(ctr)
	if b.plan.StaticInTests {
		ctr = b.withStaticFilesForTests(ctx, ctr)
	}
	return &image{Container: ctr, base: base, venv: venv}, nil
}

// devBase is the stage to which dev adds Python packages and the source.
func (b *build) devBase(ctx context.Context) (*dagger.Container, error) {
	ctr, err := b.withLibraries(ctx)
	if err != nil {
		return nil, err
	}
	if packages := b.plan.AptTest; len(packages) > 0 {
		ctr = b.execOnline(ctr.WithUser("0:0"), environment{}, scripts.AptInstall, packages...).WithUser(plan.Owner)
	}
	return ctr, nil
}
