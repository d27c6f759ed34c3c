package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/static"
)

// withStaticFiles adds the static files that Django's collectstatic collects, as a layer of their own, because they
// change less often than the source. It also returns the source, without the files that an earlier run of collectstatic
// left there.
func (b *build) withStaticFiles(ctx context.Context, ctr *dagger.Container, source *dagger.Directory) (*dagger.Container, *dagger.Directory, error) {
	collected, result, err := b.collectStatic(ctx, ctr.WithDirectory("/", source))
	if err != nil {
		return nil, nil, err
	}
	if shipped := result.Shipped(b.prodFiles, scripts.App); len(shipped) < len(b.prodFiles) {
		if source, err = b.sourceTree(shipped, true); err != nil {
			return nil, nil, err
		}
	}
	if result.Files == 0 {
		return ctr, source, nil
	}
	// The folder need not be below the app's: often it is a web server's.
	files := dag.Directory().WithDirectory(result.Folder, b.plainFiles(collected.Directory(result.Folder))).WithTimestamps(0)
	return ctr.WithDirectory("/", files), source, nil
}

// collectStatic runs collectstatic in a stage, as root and with the variables of the build, which are not kept.
func (b *build) collectStatic(ctx context.Context, stage *dagger.Container) (collected *dagger.Container, result static.Result, err error) {
	collected = b.execWith(stage.WithUser("0:0"), environment{variables: b.plan.BuildEnv}, scripts.Collectstatic, b.plan.Manage)
	output, err := collected.Stdout(ctx)
	if err == nil {
		result, err = static.Read(output, scripts.App)
	}
	return collected, result, err
}

// withStaticFilesForTests adds the static files that collectstatic collects in dev. The tests run without them if it
// fails: the build fails then too, with the reason, and not every test needs them.
func (b *build) withStaticFilesForTests(ctx context.Context, dev *dagger.Container) *dagger.Container {
	collected, result, err := b.collectStatic(ctx, dev)
	if err != nil || result.Files == 0 {
		return dev
	}
	return dev.WithDirectory(result.Folder, collected.Directory(result.Folder), dagger.ContainerWithDirectoryOpts{Owner: plan.Owner})
}

// plainFiles copies a folder that the app's code made, with the owner and the modes of the source's files.
func (b *build) plainFiles(made *dagger.Directory) *dagger.Directory {
	ctr := b.base.WithUser("0:0").WithWorkdir("/").WithMountedDirectory(scripts.Collected, made)
	return b.exec(ctr, scripts.CopyStaticFiles, scripts.Collected, scripts.Tree).Directory(scripts.Tree)
}
