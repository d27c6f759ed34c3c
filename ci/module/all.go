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

// Work says what is to be done with an app.
type Work struct {
	// Only lists the steps to run, all when empty.
	Only []string
	// TestArgs are further arguments of the test command.
	TestArgs []string
	// Address is the repository to publish to, empty for none.
	Address string
	// Tags are those of the published image.
	Tags []string
	// Username and Password log in at the registry, if it needs it.
	Username string
	Password Secret
	// Overwrite lets a tag that is a full version move to another image.
	Overwrite bool
	// PublishTimeout is the time that the registry has to take the image.
	PublishTimeout time.Duration
	// Archive asks for the image as a file.
	Archive bool
	// Published tells whether the registry has a reference, a tag with the digest
	// that it stands for. Needed with Address.
	Published func(ctx context.Context, reference string) bool
}

// All runs the pipeline on an app and puts its files into the folder out. Where
// nothing has changed since a run that passed, the engine gives that run's files;
// Kept tells so.
// A report that does not fit what was asked for is an error, and so is any file
// but those of a run.
// Failed gates are in the report; the error is for an app that could not be
// worked on at all.
func (m *Module) All(ctx context.Context, app App, work Work, out string) (*report.Report, error) {
	folder, err := reports.OpenApp(out)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	r, err := m.all(ctx, app, work, folder, "")
	if err == nil && m.Kept(r) && work.outdated(ctx, r) {
		return m.all(ctx, app, work, folder, rand.Text())
	}
	return r, err
}

// Kept tells whether a report is that of an earlier run, which the engine has
// kept.
func (m *Module) Kept(r *report.Report) bool { return r.Run != m.run }

// outdated tells whether a report that the engine has kept must not stand for
// this run: a failure may have passed, and a registry may have lost an image or
// moved a tag.
func (w Work) outdated(ctx context.Context, r *report.Report) bool {
	return len(r.Failures) > 0 ||
		slices.ContainsFunc(r.References, func(reference string) bool { return !w.Published(ctx, reference) })
}

// all calls the module. A new text in again makes the engine carry the call out.
func (m *Module) all(ctx context.Context, app App, work Work, folder *reports.Folder, again string) (*report.Report, error) {
	query, err := m.app(ctx, app)
	if err != nil {
		return nil, err
	}
	query = query.Select("all").
		Arg("day", app.Day).
		// By its name a secret counts, not by its value.
		Arg("run", m.client.SetSecret("run", m.run))
	query = argument(query, "again", again)
	query = argument(query, "address", work.Address)
	query = argument(query, "tags", work.Tags)
	query = argument(query, "username", work.Username)
	query = argument(query, "password", m.secret(work.Password))
	query = argument(query, "overwrite", work.Overwrite)
	if work.PublishTimeout > 0 {
		query = query.Arg("publishTimeout", work.PublishTimeout.String())
	}
	query = argument(query, "only", choices(work.Only))
	query = argument(query, "testArgs", work.TestArgs)
	query = argument(query, "archive", work.Archive)
	received, err := folder.Receive(work.files(), func(folder string) error {
		var written string
		if err := query.Select("export").Arg("path", folder).Bind(&written).Execute(ctx); err != nil {
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

// read reads the report among the files that the module handed over.
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
