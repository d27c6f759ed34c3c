package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/failure"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/steplimit"
)

// container begins a container of a platform, "" for the engine's own.
func container(platform dagger.Platform) *dagger.Container {
	return dag.Container(dagger.ContainerOpts{Platform: platform})
}

// from begins a stage with an image.
func (b *build) from(image string) *dagger.Container { return container(b.platform).From(image) }

// tool begins a container for a program that is not part of the image, such as the scanner.
func tool(image string) *dagger.Container { return container("").From(image) }

// pullStages downloads the images that the stages are based on.
func (b *build) pullStages(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, image := range []string{b.plan.BaseImage(), b.plan.BuilderImage()} {
		group.Go(func() error { return b.pull(ctx, report.StepBuild, image, b.from(image)) })
	}
	return group.Wait()
}

// pull downloads an image within the limit. A registry that accepts a connection and never answers would hold the
// engine for ever.
func (b *build) pull(ctx context.Context, step, image string, ctr *dagger.Container) error {
	errTimeout := &gateError{failure.NotPulled(step, image, b.limit())}
	return steplimit.Within(ctx, b.limit(), errTimeout, func(ctx context.Context) error {
		// The engine downloads the layers when a program runs in the image.
		_, err := b.exec(ctr, scripts.Pull).Sync(ctx)
		return err
	})
}

// limit is the time limit of one step.
func (m *PythonPipeline) limit() time.Duration { return time.Duration(m.StepTimeout) * time.Second }

// An environment has variables of one script. Secrets that are nil are left out.
type environment struct {
	variables map[string]string
	secrets   map[string]*dagger.Secret
}

// exec runs a script of a build or a scan.
func (b *build) exec(ctr *dagger.Container, script scripts.Script, arguments ...string) *dagger.Container {
	return b.execWith(ctr, environment{}, script, arguments...)
}

// execWith runs a script with an environment of its own. All scripts of a build or a scan run here, so that each has a
// limit and a failure names it; tests and the smoke check have limits of their own.
func (b *build) execWith(ctr *dagger.Container, env environment, script scripts.Script, arguments ...string) *dagger.Container {
	command := script.Command(arguments...)
	if len(env.variables) > 0 {
		command = slices.Concat([]string{"env"}, assignments(env.variables), command)
	}
	names := slices.Sorted(maps.Keys(env.secrets))
	names = slices.DeleteFunc(names, func(name string) bool { return env.secrets[name] == nil })
	for _, name := range names {
		ctr = ctr.WithSecretVariable(name, env.secrets[name])
	}
	ctr = ctr.WithExec(steplimit.Command(b.limit(), script.ID, command), dagger.ContainerWithExecOpts{NoInit: true})
	for _, name := range names {
		ctr = ctr.WithoutSecretVariable(name)
	}
	return ctr
}

// assignments returns NAME=value for each variable, in a fixed order: the engine caches a step by its arguments.
func assignments(variables map[string]string) []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		all = append(all, name+"="+variables[name])
	}
	return all
}

// withVariables sets variables of an image, in a fixed order.
func withVariables(ctr *dagger.Container, variables map[string]string) *dagger.Container {
	for _, name := range slices.Sorted(maps.Keys(variables)) {
		ctr = ctr.WithEnvVariable(name, variables[name])
	}
	return ctr
}
