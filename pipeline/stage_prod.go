package main

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/labels"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
)

// Builds the prod stage: the image that ships.
//
// It has base, the virtual environment in layers that depend only on their
// content, the source with its bytecode, and configuration below /config.
//
// +cache="session"
func (m *PythonPipeline) Prod(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(ctx context.Context, b *build) (*dagger.Container, error) {
		return containerOf(b.prod(ctx))
	})
}

func (b *build) prod(ctx context.Context) (*image, error) {
	source, err := b.sourceTree(b.prodFiles, true)
	if err != nil {
		return nil, err
	}
	// The layers are known only when the builder has ended.
	var layers []string
	var venv *venv
	var base, builder *dagger.Container
	var baseReference string
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return b.pullStages(groupCtx) })
	group.Go(func() error {
		return withSpan(groupCtx, b.plan.Name, report.StageBuilder, func(ctx context.Context) (err error) {
			if venv, err = b.venv(ctx); err != nil {
				return err
			}
			builder = venv.layers(b)
			if layers, err = venvLayers(ctx, builder); err != nil {
				return err
			}
			base, err = b.withLibraries(ctx)
			return err
		})
	})
	group.Go(func() error {
		return withSpan(groupCtx, b.plan.Name, report.StageBase, func(ctx context.Context) error {
			_, err := source.Sync(ctx)
			return err
		})
	})
	fetch(groupCtx, group, &baseReference, b.from(b.plan.BaseImage()).ImageRef)
	if err := group.Wait(); err != nil {
		return nil, err
	}
	ctr := base
	if len(b.plan.Volumes) > 0 {
		ctr = withVolumeEntrypoint(ctr, b.volumeEntrypoint())
	}
	for _, layer := range layers {
		ctr = ctr.WithDirectory("/", builder.Directory(path.Join(scripts.Layers, layer)))
	}
	ctr = b.withPythonPath(ctr)
	if b.plan.Collectstatic {
		if ctr, source, err = b.withStaticFiles(ctx, ctr, source); err != nil {
			return nil, err
		}
	}
	ctr = ctr.WithDirectory("/", source).WithUser(b.plan.ImageUser()).WithEntrypoint(b.plan.Start(b.plan.Command.Args()))
	if b.plan.Port > 0 {
		ctr = ctr.WithExposedPort(b.plan.Port)
	}
	origin := labels.Source{Revision: b.Revision, Created: b.Created, Repository: b.Repository}
	for _, label := range labels.Of(b.plan, origin, baseReference) {
		ctr = ctr.WithLabel(label.Name, label.Value)
	}
	return &image{Container: ctr, base: base, venv: venv.complete}, nil
}

// venvLayers lists the layers below /layers in the builder. Each is copied to the image's root, so it checks that a
// layer has nothing but /venv: the build of a package can change the programs that make the layers.
func venvLayers(ctx context.Context, builder *dagger.Container) ([]string, error) {
	folder := builder.Directory(scripts.Layers)
	layers, err := entries(ctx, folder, ".")
	if err != nil {
		return nil, err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, layer := range layers {
		group.Go(func() error {
			names, err := entries(ctx, folder, layer)
			if err == nil && !slices.Equal(names, []string{"venv"}) {
				err = fmt.Errorf("builder: layer %s holds %s, and only venv may be there; look at what the packages run when they are built", layer, strings.Join(names, ", "))
			}
			return err
		})
	}
	return layers, group.Wait()
}

// entries lists a folder, without the slash that the engine adds to the names of folders.
func entries(ctx context.Context, of *dagger.Directory, folder string) ([]string, error) {
	names, err := of.Entries(ctx, dagger.DirectoryEntriesOpts{Path: folder})
	for i := range names {
		names[i] = strings.TrimSuffix(names[i], "/")
	}
	return names, err
}

// withPythonPath sets PYTHONPATH to the app's source folders, if its modules are not in the app's folder itself.
func (b *build) withPythonPath(ctr *dagger.Container) *dagger.Container {
	if len(b.plan.PythonPath) == 0 {
		return ctr
	}
	var folders []string
	for _, folder := range b.plan.PythonPath {
		folders = append(folders, path.Join(scripts.App, folder))
	}
	return ctr.WithEnvVariable("PYTHONPATH", strings.Join(folders, ":"))
}
