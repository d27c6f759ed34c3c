package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/scripts"
)

// baseVariables are set in dev and prod.
var baseVariables = map[string]string{"PYTHONUNBUFFERED": "1", "PYTHONFAULTHANDLER": "1", "PYTHONDONTWRITEBYTECODE": "1"}

// Builds the base stage: slim image, security updates, user, no pip.
//
// Dev and prod are based on it. Updates are installed once a day.
//
// +cache="session"
func (m *PythonPipeline) Base(ctx context.Context) (*dagger.Container, error) {
	return m.stage(ctx, func(_ context.Context, b *build) (*dagger.Container, error) { return b.base, nil })
}

func (b *build) makeBase() *dagger.Container {
	// The variable makes the engine run the step once a day; without new updates the layer is equal to yesterday's.
	const updatesOf = "PIPELINE_UPDATES_OF"
	ctr := b.from(b.plan.BaseImage()).WithEnvVariable(updatesOf, b.Day)
	ctr = b.execOnline(ctr, environment{}, scripts.Base, "updates").WithoutEnvVariable(updatesOf)
	if packages := b.plan.AptRun; len(packages) > 0 {
		ctr = b.execOnline(ctr, environment{}, scripts.Base, slices.Concat([]string{"packages"}, packages)...)
	}
	// The user has the app's name, so this layer differs between apps; they share the others.
	user := slices.Concat([]string{"user", b.plan.User, strconv.Itoa(plan.UserID)}, b.plan.UserFolders())
	ctr = b.exec(ctr, scripts.Base, user...).
		WithEnvVariable("PATH", scripts.Venv+"/bin:${PATH}", dagger.ContainerWithEnvVariableOpts{Expand: true})
	ctr = withVariables(ctr, baseVariables).WithEnvVariable("HOME", b.plan.Home)
	for _, file := range b.plan.Config {
		ctr = ctr.WithEnvVariable(file.Variable, path.Join(scripts.Config, file.Base()))
	}
	return withVariables(ctr, b.plan.Env).WithUser(plan.Owner).WithWorkdir(scripts.App).WithoutEntrypoint().WithoutDefaultArgs()
}

// withLibraries adds to base the Debian packages whose libraries production's packages load and the slim image lacks.
// The loader finds them, not a list of names.
func (b *build) withLibraries(ctx context.Context) (*dagger.Container, error) {
	venv, err := b.venv(ctx)
	if err != nil {
		return nil, err
	}
	var needed, neededByAdded, present []string
	group, ctx := errgroup.WithContext(ctx)
	find := func(into *[]string, ctr *dagger.Container, folder string) {
		fetch(ctx, group, into, func(ctx context.Context) ([]string, error) { return b.findLibraries(ctx, ctr, folder) })
	}
	find(&needed, venv.locked, scripts.Venv)
	if venv.added != nil {
		find(&neededByAdded, venv.added, scripts.Layers)
	}
	fetch(ctx, group, &present, b.basePackages)
	if err := group.Wait(); err != nil {
		return nil, err
	}
	needed = append(needed, neededByAdded...)
	slices.Sort(needed)
	missing := slices.DeleteFunc(slices.Compact(needed), func(name string) bool { return slices.Contains(present, name) })
	if len(missing) == 0 {
		return b.base, nil
	}
	// The engine creates the working folder, with the time of the build, so it must not be the app's.
	ctr := b.execOnline(b.base.WithUser("0:0").WithWorkdir("/"), environment{}, scripts.Base, slices.Concat([]string{"packages"}, missing)...)
	return ctr.WithUser(plan.Owner).WithWorkdir(scripts.App), nil
}

// findLibraries lists the Debian packages whose libraries the files of a folder load.
func (b *build) findLibraries(ctx context.Context, ctr *dagger.Container, folder string) ([]string, error) {
	output, err := b.exec(ctr, scripts.FindLibraries, folder).Stdout(ctx)
	if err != nil {
		return nil, err
	}
	var packages []string
	if err := json.Unmarshal([]byte(output), &packages); err != nil {
		return nil, fmt.Errorf("run-time libraries: %w", err)
	}
	return packages, nil
}

// basePackages lists the Debian packages of the base image.
func (b *build) basePackages(ctx context.Context) ([]string, error) {
	output, err := b.exec(b.from(b.plan.BaseImage()), scripts.ListPackages).Stdout(ctx)
	return strings.Fields(output), err
}
