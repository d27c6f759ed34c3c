package main

import (
	"context"
	"sync"

	"python-pipeline/ci/revision"
)

// origins are the revisions of the apps of one run, by their folders. Each is
// read once, however many services of an app are started.
type origins struct{ known sync.Map }

// of gives the revision of a folder, which read reads if nobody did so before.
func (o *origins) of(folder string, read func() revision.Revision) revision.Revision {
	once, _ := o.known.LoadOrStore(folder, sync.OnceValue(read))
	return once.(func() revision.Revision)()
}

// origin is where an app's source comes from. A repository that cannot be read
// costs the image its labels, and a line says so.
func (j *job) origin(ctx context.Context, a app) revision.Revision {
	return j.origins.of(a.folder, func() revision.Revision {
		r, err := revision.Of(ctx, a.folder, j.config.SourceDateEpoch)
		if err != nil && ctx.Err() == nil {
			j.display.Info(a.name + ": no revision in the image's labels: " + err.Error())
		}
		return r
	})
}
