package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/timelimit"
)

// longer is what to do about a step that does not hang.
const longer = "if it only needs longer, set PIPELINE_STEP_TIMEOUT (`dagger call` has with-step-timeout)"

// limit is the time that one step has.
func (m *PythonPipeline) limit() time.Duration { return time.Duration(m.StepTimeout) * time.Second }

// limited is a command that ends within the limit of a step.
func (m *PythonPipeline) limited(command []string) []string {
	return timelimit.Command(m.limit(), command)
}

// withExec runs a command of a build or a scan. All of them are run here, so
// that each has a limit; tests and smoke bring their own.
func (m *PythonPipeline) withExec(ctr *dagger.Container, command ...string) *dagger.Container {
	return ctr.WithExec(m.limited(command), dagger.ContainerWithExecOpts{NoInit: true})
}

// pullStages downloads the images that the stages stand on.
func (m *PythonPipeline) pullStages(ctx context.Context, p *plan.Plan) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, image := range []string{p.BaseImage(), p.BuilderImage()} {
		group.Go(func() error { return m.pull(ctx, report.StepBuild, image) })
	}
	return group.Wait()
}

// pull downloads an image within the limit. A registry that accepts a connection
// and never answers would hold the engine for ever.
func (m *PythonPipeline) pull(ctx context.Context, step, image string) error {
	ended := &gateError{report.Failure{
		Step: step, Problem: fmt.Sprintf("%s: the image was not pulled within %s, the time of step-timeout", image, settings.Duration(m.limit())),
		Advice: "check whether its registry can be reached; " + longer,
	}}
	return timelimit.Within(ctx, m.limit(), ended, func(ctx context.Context) error {
		// Layers are downloaded when something runs in the image.
		_, err := m.withExec(dag.Container().From(image), "true").Sync(ctx)
		return err
	})
}

// waitForServices runs a step that begins when the app's services listen, which
// one may never do. The step itself has a limit of its own.
func (m *PythonPipeline) waitForServices(ctx context.Context, p *plan.Plan, step string, own time.Duration, run func(context.Context) error) error {
	failure := report.Failure{Step: step, Problem: fmt.Sprintf("%s did not end within %s", step, settings.Duration(m.limit()+own)), Advice: longer}
	if services := p.Settings.Services.String(); services != "" {
		failure.Problem = fmt.Sprintf("%s did not begin within %s, the time of step-timeout: its services (%s) were not ready", step, settings.Duration(m.limit()), services)
		failure.Advice = "look at the keys below services, and whether the registry of their images can be reached; " + longer
	}
	return timelimit.Within(ctx, m.limit()+own, &gateError{failure}, run)
}
