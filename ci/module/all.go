package module

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/reports"
)

// Work is what the module has to do with an app.
type Work struct {
	Only           []string      // the steps to run; empty for all
	TestArgs       []string      // further arguments of the test command
	Address        string        // repository to publish to; empty for none
	Tags           []string      // of the published image
	Username       string        // at the registry, if it needs one
	Password       Secret        // at the registry
	Overwrite      bool          // lets a tag that is a full version move to another image
	PublishTimeout time.Duration // time that the registry has to take the image
	Archive        bool          // exports the image as a file
	// Published reports whether the registry has a reference: a tag with its digest. Needed with Address.
	Published func(ctx context.Context, reference string) bool
}

// All runs the pipeline on an app and puts its files into the folder out. If nothing has changed since a run that passed, the
// files are those of that run, and Kept reports true. The error is for an app that could not be worked on at all, for a report
// that does not fit the work, and for unexpected files; failed gates are in the report.
func (m *Module) All(ctx context.Context, app App, work Work, out string) (*report.Report, error) {
	folder, err := reports.OpenApp(out)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	r, err := m.all(ctx, app, work, folder, "")
	if err == nil && m.Kept(r) && work.isOutdated(ctx, r) {
		return m.all(ctx, app, work, folder, rand.Text())
	}
	return r, err
}

// Kept reports whether a report is that of an earlier run, from the engine's cache.
func (m *Module) Kept(r *report.Report) bool { return r.Run != m.run }

// isOutdated reports whether a cached report must not be used for this run: a failure may be gone by now, and a registry may
// have lost an image or moved a tag.
func (w Work) isOutdated(ctx context.Context, r *report.Report) bool {
	return len(r.Failures) > 0 ||
		slices.ContainsFunc(r.References, func(reference string) bool { return !w.Published(ctx, reference) })
}

// all calls the module. A new value of again makes the engine run the call instead of using its cache.
func (m *Module) all(ctx context.Context, app App, work Work, folder *reports.Folder, again string) (*report.Report, error) {
	query, err := m.app(ctx, app)
	if err != nil {
		return nil, err
	}
	given := arguments{
		"day": app.Day, "run": m.client.SetSecret("run", m.run), // a secret, as the cache ignores a secret's value
		"again": again, "only": choices(work.Only), "testArgs": work.TestArgs, "archive": work.Archive,
		"address": work.Address, "tags": work.Tags, "username": work.Username, "password": m.secret(work.Password), "overwrite": work.Overwrite,
	}
	if work.PublishTimeout > 0 {
		given["publishTimeout"] = work.PublishTimeout.String()
	}
	query = selectWith(query, "all", given)
	received, err := folder.Receive(work.files(), func(folder string) error {
		var written string
		if err := query.Select("files").Select("export").Arg("path", folder).Bind(&written).Execute(ctx); err != nil {
			return explain(err)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	r, err := work.read(app.Name, received)
	if err == nil {
		err = received.Keep()
	}
	return r, errors.Join(err, received.Close())
}

// read reads the report among the files that the module exported.
func (w Work) read(app string, received *reports.Incoming) (*report.Report, error) {
	content, err := received.Read(report.File)
	if err != nil {
		return nil, err
	}
	r := new(report.Report)
	if err := json.Unmarshal(content, r); err != nil {
		return nil, fmt.Errorf("the module's result: %s: %w", report.File, err)
	}
	return r, w.check(app, r)
}
