package main

import (
	"context"
	"regexp"
	"slices"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// collectedTo is where collectstatic says that it put files. It says so of no
// files, and of storage elsewhere, in other words.
var collectedTo = regexp.MustCompile(`(?m)^[1-9]\d* static files? copied to '(/.+?)'`)

// withStaticFiles adds what Django's collectstatic makes of the laid out source,
// as a layer of its own: static files change less often than the source. It runs
// in the image to be, as root and with the variables of the build, which do not
// reach the image.
func (m *PythonPipeline) withStaticFiles(ctx context.Context, ctr *dagger.Container, p *plan.Plan, source *dagger.Directory) (*dagger.Container, error) {
	collected := ctr.WithDirectory("/", source).
		WithUser("0:0").
		WithExec(slices.Concat(withEnv(p.Settings.BuildEnv), []string{"python", "manage.py", "collectstatic", "--noinput"}))
	said, err := collected.Stdout(ctx)
	if err != nil {
		return nil, err
	}
	found := collectedTo.FindStringSubmatch(said)
	if found == nil {
		return ctr, nil
	}
	// Often it is a web server's folder rather than one of the app's own.
	folder := found[1]
	files := dag.Directory().WithDirectory(folder, collected.Directory(folder)).WithTimestamps(0)
	return ctr.WithDirectory("/", files), nil
}
