package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dagger/python-pipeline/failure"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/steplimit"
)

// postgresOptions turn off the protection against a power cut, because the data lives no longer than the run.
var postgresOptions = []string{"postgres", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}

// withServices binds the app's services to a container, by their names. Each use has servers of its own, so that it
// does not see the data of another.
func (b *build) withServices(ctx context.Context, ctr *dagger.Container, use string) (*dagger.Container, error) {
	if b.plan.Services.Postgres != nil {
		ctr = ctr.WithServiceBinding(plan.Postgres, b.postgres(use))
	}
	if b.plan.Services.Mailhog != nil {
		server, err := b.mailhog(ctx, use)
		if err != nil {
			return nil, err
		}
		ctr = ctr.WithServiceBinding(plan.Mailhog, server)
	}
	return withVariables(ctr, b.plan.RunEnv), nil
}

// useUp is the use of services that a person starts and stops.
const useUp = "up"

// usedBy is a variable that differs for each use, so that the engine starts a server for each.
const usedBy = "PIPELINE_USED_BY"

func (b *build) postgres(use string) *dagger.Service {
	server := b.plan.Services.Postgres
	ctr := tool(b.plan.PostgresImage()).
		WithEnvVariable(usedBy, b.plan.Name+" "+use).WithEnvVariable("POSTGRES_DB", server.Databases[0]).
		WithEnvVariable("POSTGRES_PASSWORD", plan.PostgresPassword).WithEnvVariable("POSTGRES_INITDB_ARGS", "--no-sync")
	if script := server.Script(); script != "" {
		ctr = ctr.WithNewFile("/docker-entrypoint-initdb.d/databases.sql", script)
	}
	return ctr.WithExposedPort(plan.PostgresPort).AsService(dagger.ContainerAsServiceOpts{UseEntrypoint: true, Args: postgresOptions})
}

func (b *build) mailhog(ctx context.Context, use string) (*dagger.Service, error) {
	ctr := tool(b.plan.MailhogImage())
	if b.plan.Services.Mailhog.Storage == settings.MailhogMaildir {
		var err error
		if ctr, err = b.withMaildir(ctx, ctr, use); err != nil {
			return nil, err
		}
	}
	return ctr.WithEnvVariable(usedBy, b.plan.Name+" "+use).
		WithExposedPort(plan.MailhogPort).WithExposedPort(plan.MailhogAPI).
		AsService(dagger.ContainerAsServiceOpts{UseEntrypoint: true}), nil
}

// withMaildir lets MailHog keep mails as files on a volume, which its user can write with any owner of the volume.
func (b *build) withMaildir(ctx context.Context, mailhog *dagger.Container, use string) (*dagger.Container, error) {
	const folder = "/maildir"
	ctr, _, err := b.wrap(ctx, mailhog, []string{folder}, settings.VolumesEntrypoint, "")
	if err != nil {
		return nil, err
	}
	if use == useUp {
		ctr = ctr.WithMountedCache(folder, b.keptVolume(plan.Mailhog, folder))
	} else {
		ctr = ctr.WithMountedDirectory(folder, dag.Directory())
	}
	return ctr.WithEnvVariable("MH_STORAGE", settings.MailhogMaildir).WithEnvVariable("MH_MAILDIR_PATH", folder), nil
}

// Starts the app with its services on local ports: `service up`.
//
// The release command is run first. With a name, "postgres" or "mailhog", it
// starts that service alone.
//
// +cache="session"
func (m *PythonPipeline) Service(
	ctx context.Context,
	// Service of the app, by its name. By default it is the app itself.
	// +optional
	name string,
) (*dagger.Service, error) {
	b, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	services := b.plan.Services
	switch {
	case name == "":
		service, err := b.service(ctx, useUp)
		if err != nil {
			return nil, explain(report.StepBuild, err)
		}
		return nameService(ctx, b.plan.Name, service), nil
	case name == plan.Postgres && services.Postgres != nil:
		return nameService(ctx, b.plan.Name+" "+name, b.postgres(useUp)), nil
	case name == plan.Mailhog && services.Mailhog != nil:
		server, err := b.mailhog(ctx, useUp)
		if err != nil {
			return nil, explain(report.StepBuild, err)
		}
		return nameService(ctx, b.plan.Name+" "+name, server), nil
	case services.String() == "":
		return nil, fmt.Errorf("service %q: the app has no services; the key services names them", name)
	}
	return nil, fmt.Errorf("service %q: the app has none of that name; its services: %s", name, services)
}

func (b *build) service(ctx context.Context, use string) (*dagger.Service, error) {
	if b.plan.Port == 0 {
		return nil, fmt.Errorf("%s: it listens on no port, so it cannot be a service; the key port names one", b.plan.Name)
	}
	prod, err := b.prod(ctx)
	if err != nil {
		return nil, err
	}
	command, err := b.serveCommand()
	if err != nil {
		return nil, err
	}
	ctr, err := b.withServices(ctx, b.withKeptVolumes(prod.Container), use)
	if err != nil {
		return nil, err
	}
	return ctr.AsService(dagger.ContainerAsServiceOpts{Args: command}), nil
}

// serveCommand returns the command that starts the app, after its release command if it has one.
func (b *build) serveCommand() ([]string, error) {
	if b.plan.Release.IsZero() {
		return b.plan.Start(b.plan.Command.Args()), nil
	}
	commands, err := json.Marshal([][]string{steplimit.Command(b.limit(), "release", b.plan.Release.Args()), b.plan.Command.Args()})
	return b.plan.Start(scripts.ReleaseAndServe.Command(string(commands))), err
}

// waitForServices runs a step that begins when the app's services listen. It limits the time, because a service may
// never listen; own is the time limit of the step itself.
func (b *build) waitForServices(ctx context.Context, step string, own time.Duration, run func(context.Context) error) error {
	return steplimit.Within(ctx, b.limit()+own, &gateError{failure.NotBegun(step, b.plan.Services, b.limit(), own)}, run)
}
