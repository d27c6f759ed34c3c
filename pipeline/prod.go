package main

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// Builds the prod stage: the image that ships.
//
// It is base, the virtual environment in layers that depend on content alone,
// the source with its bytecode, and configuration under /config.
//
// +cache="session"
func (m *PythonPipeline) Prod(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(ctx context.Context, app *PythonPipeline, p *plan.Plan) (*dagger.Container, error) {
		return app.prod(ctx, p)
	})
}

func (m *PythonPipeline) prod(ctx context.Context, p *plan.Plan) (*dagger.Container, error) {
	builder := m.builder(p)
	source, err := m.sourceTree(p, m.prodFiles, true)
	if err != nil {
		return nil, err
	}
	// How many layers there are is known when the builder is done; base is
	// built beside it.
	var layers []string
	var ctr *dagger.Container
	var baseReference string
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return m.pullStages(groupCtx, p) })
	group.Go(func() error {
		return traced(groupCtx, p.Name, report.StageBuilder, func(ctx context.Context) (err error) {
			if layers, err = venvLayers(ctx, builder); err != nil {
				return err
			}
			ctr, err = m.prodBase(ctx, p)
			return err
		})
	})
	group.Go(func() error {
		return traced(groupCtx, p.Name, report.StageBase, func(ctx context.Context) error {
			_, err := source.Sync(ctx)
			return err
		})
	})
	group.Go(func() (err error) {
		baseReference, err = dag.Container().From(p.BaseImage()).ImageRef(groupCtx)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for _, layer := range layers {
		ctr = ctr.WithDirectory("/", builder.Directory(path.Join("/layers", layer)))
	}
	ctr = withPythonPath(ctr, p)
	if p.Collectstatic {
		if ctr, source, err = m.withStaticFiles(ctx, ctr, p, source); err != nil {
			return nil, err
		}
	}
	ctr = ctr.WithDirectory("/", source).WithEntrypoint(p.Command.Args())
	if p.Port > 0 {
		ctr = ctr.WithExposedPort(p.Port)
	}
	for _, label := range m.labels(p, baseReference) {
		ctr = ctr.WithLabel(label.name, label.value)
	}
	return ctr, nil
}

// venvLayers lists the layers below /layers in the builder. Each is copied over
// the image's root, so it may hold only /venv: the build of a package can change
// the programs that make the layers.
func venvLayers(ctx context.Context, builder *dagger.Container) ([]string, error) {
	folder := builder.Directory("/layers")
	layers, err := entries(ctx, folder, ".")
	if err != nil {
		return nil, err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, layer := range layers {
		group.Go(func() error {
			holds, err := entries(ctx, folder, layer)
			if err == nil && !slices.Equal(holds, []string{"venv"}) {
				err = fmt.Errorf("builder: layer %s holds %s, and only venv may be there; look at what the packages run when they are built", layer, strings.Join(holds, ", "))
			}
			return err
		})
	}
	return layers, group.Wait()
}

// entries lists a folder; the engine ends the names of folders in a slash.
func entries(ctx context.Context, of *dagger.Directory, folder string) ([]string, error) {
	names, err := of.Entries(ctx, dagger.DirectoryEntriesOpts{Path: folder})
	for i := range names {
		names[i] = strings.TrimSuffix(names[i], "/")
	}
	return names, err
}

// prodBase is the stage to which prod adds its packages and the source.
func (m *PythonPipeline) prodBase(ctx context.Context, p *plan.Plan) (*dagger.Container, error) {
	return m.withLibraries(ctx, p, m.base(p))
}

type label struct{ name, value string }

// labelPrefix begins the names of the OCI annotations.
const labelPrefix = "org.opencontainers.image."

// originLabels are those by which two images are of one origin: all but the time.
var originLabels = []string{"title", "base.name", "base.digest", "revision", "source", "version", "licenses"}

// labels are the OCI annotations that an image's origin is known by. The time
// of the build is none of them: equal sources give equal labels.
func (m *PythonPipeline) labels(p *plan.Plan, baseReference string) []label {
	labels := []label{{labelPrefix + "title", p.Name}, {labelPrefix + "base.name", p.BaseImage()}}
	if _, digest, found := strings.Cut(baseReference, "@"); found {
		labels = append(labels, label{labelPrefix + "base.digest", digest})
	}
	for _, l := range []label{
		{labelPrefix + "revision", m.Revision},
		{labelPrefix + "created", m.Created},
		{labelPrefix + "source", m.Repository},
		{labelPrefix + "version", p.Version},
		{labelPrefix + "licenses", p.License},
	} {
		if l.value != "" {
			labels = append(labels, l)
		}
	}
	return labels
}

// withPythonPath names the source folders, if any, that imports start from
// beside the app's own.
func withPythonPath(ctr *dagger.Container, p *plan.Plan) *dagger.Container {
	if len(p.PythonPath) == 0 {
		return ctr
	}
	var folders []string
	for _, folder := range p.PythonPath {
		folders = append(folders, path.Join(appFolder, folder))
	}
	return ctr.WithEnvVariable("PYTHONPATH", strings.Join(folders, ":"))
}
