package main

import (
	"context"
	"fmt"
	"strconv"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/step"
)

// userID is the number of the run-time user and group: above those of people
// and of Debian's own.
const userID = 10001

// owner is the run-time user in the numeric form that Kubernetes can check.
var owner = fmt.Sprintf("%d:%d", userID, userID)

// appFolder is where the source lies in dev and prod, and their working folder.
const appFolder = "/app"

// baseVariables hold for dev and prod.
var baseVariables = map[string]string{
	"PYTHONUNBUFFERED":        "1",
	"PYTHONFAULTHANDLER":      "1",
	"PYTHONDONTWRITEBYTECODE": "1",
}

// Builds the base stage: slim image, security updates, user, no pip.
//
// Dev and prod stand on it. Updates are looked for once a day.
//
// +cache="session"
func (m *PythonPipeline) Base(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, app *PythonPipeline, p *plan.Plan) (*dagger.Container, error) {
		return app.base(p), nil
	})
}

func (m *PythonPipeline) base(p *plan.Plan) *dagger.Container {
	// Updates are looked for once a day; where there are none, the layer is
	// equal to yesterday's.
	const updatesOf = "PIPELINE_UPDATES_OF"
	ctr := dag.Container().
		From(p.BaseImage()).
		WithEnvVariable(updatesOf, m.Day)
	ctr = m.proxied(ctr, baseCommand("updates")).WithoutEnvVariable(updatesOf)
	if packages := p.Settings.AptRun; len(packages) > 0 {
		ctr = m.proxied(ctr, baseCommand("packages", packages...))
	}
	// The user is called like the app, so its layer is its own: apps share the
	// others.
	ctr = m.withExec(ctr, baseCommand("user", p.User, strconv.Itoa(userID))...).
		WithEnvVariable("PATH", "/venv/bin:${PATH}", dagger.ContainerWithEnvVariableOpts{Expand: true})
	ctr = withVariables(ctr, baseVariables)
	for _, file := range p.Config {
		ctr = ctr.WithEnvVariable(file.Variable, "/config/"+file.Base())
	}
	return withVariables(withVariables(ctr, p.Env), p.Settings.Env).WithUser(owner).WithWorkdir(appFolder).WithoutEntrypoint().WithoutDefaultArgs()
}

// baseCommand is one step of making a base.
func baseCommand(what string, arguments ...string) []string {
	return append([]string{"sh", "-c", step.Base, "base", what}, arguments...)
}
