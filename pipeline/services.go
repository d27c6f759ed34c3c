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
	"dagger/python-pipeline/steplimit"
)

// postgresOptions turn off the protection against a power cut, because the data lives no longer than the run.
var postgresOptions = []string{"postgres", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}

// withServices binds the app's services to a container, by their names. Each use has servers of its own, so that it
// does not see the data of another.
func (b *build) withServices(ctr *dagger.Container, use string) *dagger.Container {
	if b.plan.Services.Postgres != nil {
		ctr = ctr.WithServiceBinding(plan.Postgres, b.postgres(use))
	}
	if b.plan.Services.Mailhog != nil {
		ctr = ctr.WithServiceBinding(plan.Mailhog, b.mailhog(use))
	}
	return withVariables(ctr, b.plan.RunEnv)
}

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

func (b *build) mailhog(use string) *dagger.Service {
	return tool(b.plan.MailhogImage()).WithEnvVariable(usedBy, b.plan.Name+" "+use).
		WithExposedPort(plan.MailhogPort).WithExposedPort(plan.MailhogAPI).
		AsService(dagger.ContainerAsServiceOpts{UseEntrypoint: true})
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
	const use = "up"
	services := b.plan.Services
	switch {
	case name == "":
		service, err := b.service(ctx, use)
		if err != nil {
			return nil, explain(report.StepBuild, err)
		}
		return nameService(ctx, b.plan.Name, service), nil
	case name == plan.Postgres && services.Postgres != nil:
		return nameService(ctx, b.plan.Name+" "+name, b.postgres(use)), nil
	case name == plan.Mailhog && services.Mailhog != nil:
		return nameService(ctx, b.plan.Name+" "+name, b.mailhog(use)), nil
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
	return b.withServices(prod.Container, use).AsService(dagger.ContainerAsServiceOpts{Args: command}), nil
}

// serveCommand returns the command that starts the app, after its release command if it has one.
func (b *build) serveCommand() ([]string, error) {
	if b.plan.Release.IsZero() {
		return b.plan.Command.Args(), nil
	}
	commands, err := json.Marshal([][]string{steplimit.Command(b.limit(), "release", b.plan.Release.Args()), b.plan.Command.Args()})
	return scripts.ReleaseAndServe.Command(string(commands)), err
}

// waitForServices runs a step that begins when the app's services listen. It limits the time, because a service may
// never listen; own is the time limit of the step itself.
func (b *build) waitForServices(ctx context.Context, step string, own time.Duration, run func(context.Context) error) error {
	return steplimit.Within(ctx, b.limit()+own, &gateError{failure.NotBegun(step, b.plan.Services, b.limit(), own)}, run)
}
