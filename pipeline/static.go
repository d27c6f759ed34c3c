package main

import (
	"slices"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// staticFiles is what Django's collectstatic adds to the laid out source. It
// runs in the image to be, as root and with the variables of the build, which do
// not reach the image.
func (m *PythonPipeline) staticFiles(ctr *dagger.Container, p *plan.Plan, source *dagger.Directory) *dagger.Directory {
	laidOut := ctr.WithDirectory("/", source)
	collected := laidOut.
		WithUser("0:0").
		WithExec(slices.Concat(withEnv(p.Settings.BuildEnv), []string{"python", "manage.py", "collectstatic", "--noinput", "--verbosity=0"}))
	added := laidOut.Directory(appFolder).Diff(collected.Directory(appFolder))
	return dag.Directory().WithDirectory(appFolder, added).WithTimestamps(0)
}
