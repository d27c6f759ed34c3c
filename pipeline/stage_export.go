package main

import (
	"context"
	"maps"
	"path"
	"slices"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/scripts"
)

// Builds the export stage: exact packages, as pylock.toml in /export.
//
// The file has the form of PEP 751, whatever lock the app has; pylock.dev.toml
// beside it is for the tests. The lock's own tool stays in this stage.
//
// +cache="session"
func (m *PythonPipeline) Export(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(ctx context.Context, b *build) (*dagger.Container, error) {
		production, err := b.pin(ctx, b.production(), nil)
		if err != nil {
			return nil, err
		}
		development, err := b.pin(ctx, b.development(), production.lock)
		if err != nil {
			return nil, err
		}
		return b.from(b.plan.BuilderImage()).
			WithFile(path.Join(scripts.Export, b.production().lock), production.lock).
			WithFile(path.Join(scripts.Export, b.development().lock), development.lock), nil
	})
}

// export turns a lock into requirements files. An app with requirements files needs none.
func (b *build) export(exporter scripts.Exporter) *dagger.Directory {
	ctr := b.toolStage()
	if exporter.Pins != "" {
		ctr = b.withTool(ctr, scripts.ExportTool, exporter.Pins)
	}
	ctr = ctr.WithMountedDirectory(scripts.Lock, b.sourceFiles(b.plan.Inputs)).WithWorkdir(scripts.Lock)
	return b.exec(ctr, exporter.Script, slices.Concat(b.plan.ExportOptions, b.plan.DevGroups)...).Directory(scripts.Export)
}

// requirementsFiles returns the files that are pinned: the app's own, those that the plan made, or those that the export
// stage made from the app's lock.
func (b *build) requirementsFiles(inputs []string) *dagger.Directory {
	files := b.sourceFiles(inputs)
	if exporter, found := scripts.FindExporter(lock.Of(b.plan.LockKind).Export); found {
		files = b.export(exporter)
	}
	for _, name := range slices.Sorted(maps.Keys(b.plan.Made)) {
		files = files.WithNewFile(name, b.plan.Made[name])
	}
	return files
}

// sourceFiles returns some files of the source, so that a step with them does not depend on the others.
func (b *build) sourceFiles(names []string) *dagger.Directory {
	files := dag.Directory()
	for _, name := range names {
		if _, made := b.plan.Made[name]; made {
			continue
		}
		files = files.WithFile(name, b.Source.File(name))
	}
	return files
}
