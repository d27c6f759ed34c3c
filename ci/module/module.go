// Package module calls the functions of the Dagger module that does the work. Every call starts a container, so one call
// does all the work on an app.
package module

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"dagger.io/dagger"
	"dagger/python-pipeline/ignorefile"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/source"
	"dagger/python-pipeline/steplimit"
	"github.com/dagger/querybuilder"
)

// upload leaves out the files that no stage gets.
var upload = dagger.HostDirectoryOpts{Exclude: source.Never}

// A Module has been loaded in a session.
type Module struct {
	client *dagger.Client
	key    Key
	run    string // names the calls of this session
}

// Serve loads the module by its reference, a folder or a git address, within a limit: with a full disk or without a network
// the engine may never end it.
func Serve(ctx context.Context, client *dagger.Client, reference string, key Key, limit time.Duration) (*Module, error) {
	ended := fmt.Errorf("module %s: the engine did not load it within %s, the time of PIPELINE_STEP_TIMEOUT; restart the engine and run again", reference, settings.Duration(limit))
	err := steplimit.Within(ctx, limit, ended, func(ctx context.Context) error {
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

// App is what the module needs to know of an app.
type App struct {
	Source                        string           // the app's folder, or that of its workspace
	Member                        string           // the app's folder in Source, if that is a workspace
	Name                          string           // for an app whose source declares none
	Python                        string           // overrides the app's own unless empty
	Pythons                       []string         // versions with base images, empty for all official ones
	IndexURL, ExtraIndexURL       Secret           // may hold credentials
	HTTPProxy, HTTPSProxy         Secret           // may hold credentials too
	NoProxy                       string           // hosts that need no proxy
	CA                            string           // PEM file of the authorities that downloads trust, if any
	Revision, Created, Repository string           // for the image's labels
	Fresh                         string           // runs passed tests again when it changes
	Day                           string           // whose security updates and vulnerability database count
	StepTimeout                   time.Duration    // of one step of a build or a scan
	Scanner                       Scanner          // of the image
	Gate                          plan.ScanOptions // what stops an image, in place of the app's own policy
}

// Scanner is what the module needs to know of the scanner.
type Scanner struct {
	Image        string   // with a digest or a release as its tag
	Database     string   // folder of its database; empty for one that it downloads
	Repositories []string // where it is downloaded from; empty for the scanner's own
}

// Service returns the app with its services, or one of these by its name. The engine starts it at its first use.
func (m *Module) Service(ctx context.Context, app App, name string) (*dagger.Service, error) {
	query, err := m.app(ctx, app)
	if err != nil {
		return nil, err
	}
	var id string
	if err := selectWith(query, "service", arguments{"name": name}).Select("id").Bind(&id).Execute(ctx); err != nil {
		return nil, explain(err)
	}
	return new(dagger.Service).WithGraphQLQuery(m.client.QueryBuilder().Select("loadServiceFromID").Arg("id", id)), nil
}

// app returns the query that constructs the module's object for an app.
func (m *Module) app(ctx context.Context, app App) (*querybuilder.Selection, error) {
	given := arguments{
		"source": m.client.Host().Directory(app.Source, upload), "name": app.Name, "member": app.Member, "python": app.Python, "pythons": app.Pythons, "day": app.Day, "ca": m.file(app.CA),
		"indexUrl": m.secret(app.IndexURL), "extraIndexUrl": m.secret(app.ExtraIndexURL),
		"trivyImage": app.Scanner.Image, "trivyDbRepository": app.Scanner.Repositories,
	}
	if app.Scanner.Database != "" {
		given["trivyDb"] = m.client.Host().Directory(app.Scanner.Database)
	}
	query, err := m.with(selectWith(m.client.QueryBuilder(), "pythonPipeline", given), app)
	if err != nil {
		return nil, err
	}
	return query, ctx.Err()
}

// file returns a file of this machine, nil for none.
func (m *Module) file(path string) *dagger.File {
	if path == "" {
		return nil
	}
	folder, name := filepath.Split(path)
	return m.client.Host().Directory(folder, dagger.HostDirectoryOpts{Include: []string{name}}).File(name)
}

// ignorefile returns a file with the content of an ignore file that was read already, nil for none.
func (m *Module) ignorefile(file *ignorefile.File) *dagger.File {
	if file == nil {
		return nil
	}
	name := filepath.Base(file.Name)
	return m.client.Directory().WithNewFile(name, file.Text).File(name)
}

func (m *Module) secret(secret Secret) *dagger.Secret {
	if secret.Value == "" {
		return nil
	}
	return m.client.SetSecret(m.key.name(secret), secret.Value)
}
