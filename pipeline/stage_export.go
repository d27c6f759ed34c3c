package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/scripts"
)

// Builds the export stage: the lock file as requirements, in /export.
//
// The lock's own tool stays in this stage. An app with requirements files needs
// no export; its stage is the builder's image.
//
// +cache="session"
func (m *PythonPipeline) Export(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, b *build) (*dagger.Container, error) { return b.export(), nil })
}

func (b *build) export() *dagger.Container {
	ctr := b.from(b.plan.BuilderImage())
	exporter, found := scripts.FindExporter(lock.Of(b.plan.LockKind).Export)
	if !found {
		return ctr
	}
	ctr = b.withUV(ctr)
	if exporter.Pins != "" {
		ctr = b.exec(ctr.WithNewFile(scripts.ExportToolPin, exporter.Pins), scripts.MakeExportVenv)
		ctr = b.downloadTool(ctr, scripts.InstallExportTool)
	}
	ctr = ctr.WithMountedDirectory(scripts.Lock, b.sourceFiles(b.plan.Inputs)).WithWorkdir(scripts.Lock)
	return b.exec(ctr, exporter.Script, b.plan.DevGroups...).WithoutMount(scripts.Lock).WithWorkdir("/")
}

// requirementsFiles returns the files that uv reads: the app's own, or those that the export stage made from its lock.
func (b *build) requirementsFiles(inputs []string) *dagger.Directory {
	if lock.Of(b.plan.LockKind).Export != "" {
		return b.export().Directory(scripts.Export)
	}
	return b.sourceFiles(inputs)
}

// sourceFiles returns some files of the source, so that a step with them does not depend on the others.
func (b *build) sourceFiles(names []string) *dagger.Directory {
	files := dag.Directory()
	for _, name := range names {
		files = files.WithFile(name, b.Source.File(name))
	}
	return files
}
