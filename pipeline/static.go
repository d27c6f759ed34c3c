package main

import (
	"context"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/static"
	"dagger/python-pipeline/step"
)

// withStaticFiles adds what Django's collectstatic makes of the laid out source,
// as a layer of its own: static files change less often than the source. It runs
// in the image to be, as root and with the variables of the build, which do not
// reach the image. It gives back the source too, without what an earlier run of
// collectstatic left in it.
func (m *PythonPipeline) withStaticFiles(ctx context.Context, ctr *dagger.Container, p *plan.Plan, source *dagger.Directory) (*dagger.Container, *dagger.Directory, error) {
	command := append(withEnv(p.Settings.BuildEnv), "python", "-c", step.Collectstatic, p.Manage)
	collected := m.withExec(ctr.WithDirectory("/", source).WithUser("0:0"), command...)
	said, err := collected.Stdout(ctx)
	if err != nil {
		return nil, nil, err
	}
	result, err := static.Read(said, appFolder)
	if err != nil {
		return nil, nil, err
	}
	if shipped := result.Shipped(m.prodFiles, appFolder); len(shipped) < len(m.prodFiles) {
		if source, err = m.sourceTree(p, shipped, true); err != nil {
			return nil, nil, err
		}
	}
	if result.Files == 0 {
		return ctr, source, nil
	}
	// Often it is a web server's folder rather than one of the app's own.
	files := dag.Directory().WithDirectory(result.Folder, m.plainFiles(p, collected.Directory(result.Folder))).WithTimestamps(0)
	return ctr.WithDirectory("/", files), source, nil
}

// plainFiles gives a folder that the app's code has made the owner and the
// rights that all files of the source have.
func (m *PythonPipeline) plainFiles(p *plan.Plan, made *dagger.Directory) *dagger.Directory {
	ctr := m.base(p).WithUser("0:0").WithWorkdir("/").WithMountedDirectory("/made", made)
	return m.withExec(ctr, "sh", "-c", step.Plain, "plain", "/made", "/tree").Directory("/tree")
}
