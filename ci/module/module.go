// Package module calls the functions of the Dagger module that does the work.
// Every call starts a container, so one does all that is asked of an app.
package module

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"dagger.io/dagger"
	"dagger/python-pipeline/content"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/timelimit"
	"github.com/dagger/querybuilder"

	"python-pipeline/ci/reports"
)

// uploaded leaves out what no stage gets, so that it is never sent to the
// engine.
var uploaded = dagger.HostDirectoryOpts{Exclude: content.Never}

// A Module is served in a session.
type Module struct {
	client *dagger.Client
	key    Key
}

// Serve loads the module by its reference, a folder or a git address, within a
// limit: an engine whose disk was full, or whose network is gone, may never end it.
func Serve(ctx context.Context, client *dagger.Client, reference string, key Key, limit time.Duration) (*Module, error) {
	ended := fmt.Errorf("module %s: the engine did not load it within %s, the time of PIPELINE_STEP_TIMEOUT; restart the engine and run again", reference, settings.Duration(limit))
	err := timelimit.Within(ctx, limit, ended, func(ctx context.Context) error {
		return client.ModuleSource(reference).AsModule().Serve(ctx)
	})
	if errors.Is(err, ended) {
		return nil, err
	}
	if err != nil {
		return nil, loadError(reference, err)
	}
	return &Module{client: client, key: key}, nil
}

// App says what the module is to know of an app.
type App struct {
	// Source is the app's folder.
	Source string
	// Name is for an app whose source declares none.
	Name string
	// Python wins over the app's own; empty leaves it to the app.
	Python string
	// IndexURL and ExtraIndexURL may hold credentials.
	IndexURL, ExtraIndexURL Secret
	// HTTPProxy and HTTPSProxy may hold credentials too.
	HTTPProxy, HTTPSProxy Secret
	// NoProxy lists hosts that need no proxy.
	NoProxy string
	// CA is the PEM file of the authorities that downloads trust, if any.
	CA string
	// Revision, Created and Repository are for the image's labels.
	Revision, Created, Repository string
	// Fresh, when it changes, runs passed tests again.
	Fresh string
	// Day is the one whose security updates and vulnerability database count.
	Day string
	// StepTimeout is the time that one step of a build or a scan has.
	StepTimeout time.Duration
	// Scan is for the scan of the image.
	Scan Scan
}

// Scan says what is to be known for the scan of the image.
type Scan struct {
	// Image is the scanner's.
	Image string
	// Database is the folder of its database; empty for one that it downloads.
	Database string
	// Repositories are where it is downloaded from, the scanner's own when empty.
	Repositories []string
	// Severity, IgnoreUnfixed and ExitOnEOL win over the app's own; empty leaves
	// it to the app.
	Severity, IgnoreUnfixed, ExitOnEOL string
	// Ignorefile is the file of what is accepted in place of the app's own.
	Ignorefile string
}

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
}

// All runs the pipeline on an app and puts its files into the folder out.
// A report that does not fit what was asked for is an error, and so is any file
// but those of a run.
// Failed gates are in the report; the error is for an app that could not be
// worked on at all.
func (m *Module) All(ctx context.Context, app App, work Work, out string) (*report.Report, error) {
	query, err := m.app(ctx, app)
	if err != nil {
		return nil, err
	}
	query = query.Select("all")
	query = argument(query, "address", work.Address)
	query = argument(query, "tags", work.Tags)
	query = argument(query, "username", work.Username)
	query = argument(query, "password", m.secret(work.Password))
	query = argument(query, "overwrite", work.Overwrite)
	if work.PublishTimeout > 0 {
		query = query.Arg("publishTimeout", work.PublishTimeout.String())
	}
	query = argument(query, "only", work.Only)
	query = argument(query, "testArgs", work.TestArgs)
	query = argument(query, "archive", work.Archive)
	folder, err := reports.OpenApp(out)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
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

// Service gives the running app with its services, or one of these by its
// name. It is started by what uses it.
func (m *Module) Service(ctx context.Context, app App, name string) (*dagger.Service, error) {
	query, err := m.app(ctx, app)
	if err != nil {
		return nil, err
	}
	var id string
	if err := argument(query.Select("service"), "name", name).Select("id").Bind(&id).Execute(ctx); err != nil {
		return nil, explain(err)
	}
	return new(dagger.Service).WithGraphQLQuery(m.client.QueryBuilder().Select("loadServiceFromID").Arg("id", id)), nil
}

// app is the query that constructs the module's object.
func (m *Module) app(ctx context.Context, app App) (*querybuilder.Selection, error) {
	query := m.client.QueryBuilder().Select("pythonPipeline").
		Arg("source", m.client.Host().Directory(app.Source, uploaded))
	query = argument(query, "name", app.Name)
	query = argument(query, "python", app.Python)
	query = argument(query, "indexUrl", m.secret(app.IndexURL))
	query = argument(query, "extraIndexUrl", m.secret(app.ExtraIndexURL))
	query = argument(query, "httpProxy", m.secret(app.HTTPProxy))
	query = argument(query, "httpsProxy", m.secret(app.HTTPSProxy))
	query = argument(query, "noProxy", app.NoProxy)
	query = argument(query, "revision", app.Revision)
	query = argument(query, "created", app.Created)
	query = argument(query, "repository", app.Repository)
	query = argument(query, "fresh", app.Fresh)
	query = argument(query, "day", app.Day)
	if app.StepTimeout > 0 {
		query = query.Arg("stepTimeout", app.StepTimeout.String())
	}
	query = argument(query, "trivyImage", app.Scan.Image)
	query = argument(query, "trivyDbRepository", app.Scan.Repositories)
	query = argument(query, "trivySeverity", app.Scan.Severity)
	query = argument(query, "trivyIgnoreUnfixed", app.Scan.IgnoreUnfixed)
	query = argument(query, "trivyExitOnEol", app.Scan.ExitOnEOL)
	if app.Scan.Database != "" {
		query = query.Arg("trivyDb", m.client.Host().Directory(app.Scan.Database))
	}
	query = argument(query, "trivyIgnorefile", m.file(app.Scan.Ignorefile))
	query = argument(query, "ca", m.file(app.CA))
	return query, ctx.Err()
}

// file is one of this machine, nil for none.
func (m *Module) file(path string) *dagger.File {
	if path == "" {
		return nil
	}
	folder, name := filepath.Split(path)
	return m.client.Host().Directory(folder, dagger.HostDirectoryOpts{Include: []string{name}}).File(name)
}

// argument sets an optional argument, unless it is empty.
func argument(query *querybuilder.Selection, name string, value any) *querybuilder.Selection {
	if querybuilder.IsZeroValue(value) {
		return query
	}
	return query.Arg(name, value)
}

func (m *Module) secret(secret Secret) *dagger.Secret {
	if secret.Value == "" {
		return nil
	}
	return m.client.SetSecret(m.key.name(secret), secret.Value)
}
