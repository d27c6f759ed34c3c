package main

import (
	"context"
	"encoding/json"
	"fmt"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/step"
)

// postgresOptions give up what only a power cut would ask for: the data lives
// no longer than the run.
var postgresOptions = []string{"postgres", "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}

// withServices binds the app's services to a container, by their names. What
// one use writes another never sees: each has servers of its own.
func (m *PythonPipeline) withServices(ctr *dagger.Container, p *plan.Plan, use string) *dagger.Container {
	if p.Settings.Services.Postgres != nil {
		ctr = ctr.WithServiceBinding(plan.Postgres, postgres(p, use))
	}
	if p.Settings.Services.Mailhog != nil {
		ctr = ctr.WithServiceBinding(plan.Mailhog, mailhog(p, use))
	}
	return withVariables(ctr, p.RunEnv)
}

// usedBy makes a service another one for each use.
const usedBy = "PIPELINE_USED_BY"

func postgres(p *plan.Plan, use string) *dagger.Service {
	server := p.Settings.Services.Postgres
	ctr := dag.Container().From(p.PostgresImage()).
		WithEnvVariable(usedBy, p.Name+" "+use).
		WithEnvVariable("POSTGRES_PASSWORD", plan.PostgresPassword).
		WithEnvVariable("POSTGRES_INITDB_ARGS", "--no-sync").
		WithEnvVariable("POSTGRES_DB", server.Databases[0])
	if script := server.Script(); script != "" {
		ctr = ctr.WithNewFile("/docker-entrypoint-initdb.d/databases.sql", script)
	}
	return ctr.WithExposedPort(plan.PostgresPort).
		AsService(dagger.ContainerAsServiceOpts{UseEntrypoint: true, Args: postgresOptions})
}

func mailhog(p *plan.Plan, use string) *dagger.Service {
	return dag.Container().From(p.MailhogImage()).
		WithEnvVariable(usedBy, p.Name+" "+use).
		WithExposedPort(plan.MailhogPort).
		WithExposedPort(plan.MailhogAPI).
		AsService(dagger.ContainerAsServiceOpts{UseEntrypoint: true})
}

// Starts the app with its services on local ports: `service up`.
//
// The release command is run first. With a name it is one of the services
// alone: "postgres" or "mailhog".
//
// +cache="session"
func (m *PythonPipeline) Service(
	ctx context.Context,
	// Service of the app, by its name. By default it is the app itself.
	// +optional
	name string,
) (*dagger.Service, error) {
	m, p, err := m.begin(ctx)
	if err != nil {
		return nil, err
	}
	const use = "up"
	services := p.Settings.Services
	switch {
	case name == "":
		service, err := m.service(ctx, p, use)
		if err != nil {
			return nil, explained(report.StepBuild, err)
		}
		return named(ctx, p.Name, service), nil
	case name == plan.Postgres && services.Postgres != nil:
		return named(ctx, p.Name+" "+name, postgres(p, use)), nil
	case name == plan.Mailhog && services.Mailhog != nil:
		return named(ctx, p.Name+" "+name, mailhog(p, use)), nil
	case services.String() == "":
		return nil, fmt.Errorf("service %q: the app has no services; the key services names them", name)
	}
	return nil, fmt.Errorf("service %q: the app has none of that name; its services: %s", name, services)
}

func (m *PythonPipeline) service(ctx context.Context, p *plan.Plan, use string) (*dagger.Service, error) {
	if p.Port == 0 {
		return nil, fmt.Errorf("%s: it listens on no port, so it is no service; the key port names one", p.Name)
	}
	prod, err := m.prod(ctx, p)
	if err != nil {
		return nil, err
	}
	command, err := m.serveCommand(p)
	if err != nil {
		return nil, err
	}
	return m.withServices(prod, p, use).AsService(dagger.ContainerAsServiceOpts{Args: command}), nil
}

// serveCommand starts the app, after its release command where it has one.
func (m *PythonPipeline) serveCommand(p *plan.Plan) ([]string, error) {
	if p.Release.IsZero() {
		return p.Command.Args(), nil
	}
	command := []string{"python3", "-c", step.Serve}
	for _, part := range [][]string{m.limited(p.Release.Args()), p.Command.Args()} {
		arguments, err := json.Marshal(part)
		if err != nil {
			return nil, err
		}
		command = append(command, string(arguments))
	}
	return command, nil
}
