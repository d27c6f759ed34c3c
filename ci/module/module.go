// Package module calls the functions of the Dagger module that does the work.
// Every call starts a container, so one does all that is asked of an app.
package module

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"dagger.io/dagger"
	"dagger/python-pipeline/content"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/timelimit"
	"github.com/dagger/querybuilder"
)

// uploaded leaves out what no stage gets, so that it is never sent to the
// engine.
var uploaded = dagger.HostDirectoryOpts{Exclude: content.Never}

// A Module is served in a session.
type Module struct {
	client *dagger.Client
	key    Key
	run    string // names the calls of this session
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
	return &Module{client: client, key: key, run: rand.Text()}, nil
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
	// Severity wins over the app's own, in Trivy's notation, "HIGH,CRITICAL"; empty
	// leaves it to the app.
	Severity string
	// IgnoreUnfixed and ExitOnEOL win over the app's own too; nil leaves it to the
	// app.
	IgnoreUnfixed, ExitOnEOL *bool
	// Ignorefile is the file of what is accepted in place of the app's own.
	Ignorefile string
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

// app is the query that constructs the module's object and says all of the app
// to it.
func (m *Module) app(ctx context.Context, app App) (*querybuilder.Selection, error) {
	query := m.client.QueryBuilder().Select("pythonPipeline").
		Arg("source", m.client.Host().Directory(app.Source, uploaded))
	query = argument(query, "name", app.Name)
	query = argument(query, "python", app.Python)
	query = argument(query, "indexUrl", m.secret(app.IndexURL))
	query = argument(query, "extraIndexUrl", m.secret(app.ExtraIndexURL))
	query = argument(query, "ca", m.file(app.CA))
	query = argument(query, "day", app.Day)
	query = argument(query, "trivyImage", app.Scan.Image)
	query = argument(query, "trivyDbRepository", app.Scan.Repositories)
	if app.Scan.Database != "" {
		query = query.Arg("trivyDb", m.client.Host().Directory(app.Scan.Database))
	}
	query, err := m.with(query, app)
	if err != nil {
		return nil, err
	}
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

func (m *Module) secret(secret Secret) *dagger.Secret {
	if secret.Value == "" {
		return nil
	}
	return m.client.SetSecret(m.key.name(secret), secret.Value)
}
