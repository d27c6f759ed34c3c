package main

import (
	"slices"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// withStaticFiles adds to the laid out source what Django's collectstatic
// gathers. It runs in the image to be, as root and with the variables of the
// build, which do not reach the image.
func (m *PythonPipeline) withStaticFiles(ctr *dagger.Container, p *plan.Plan, source *dagger.Directory) *dagger.Directory {
	collected := ctr.
		WithDirectory("/", source).
		WithUser("0:0").
		WithExec(slices.Concat(withEnv(p.Settings.BuildEnv), []string{"python", "manage.py", "collectstatic", "--noinput", "--verbosity=0"})).
		Directory(appFolder).
		WithTimestamps(0)
	return source.WithDirectory("app", collected)
}
