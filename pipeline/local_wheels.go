package main

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/scripts"
)

// localWheel builds a package from a folder of the source, or from a commit of a repository.
func (b *build) localWheel(local lock.Local) *dagger.Container {
	name, folder, variables := cmp.Or(local.Name, local.Folder), b.Source, map[string]string{}
	if b.isApp(local) {
		name = b.plan.Name
		maps.Copy(variables, b.plan.ProjectEnv)
	}
	maps.Copy(variables, b.plan.BuildEnv)
	if local.Repository != "" {
		folder = b.fetchGit(local.Repository, local.Commit)
	}
	if local.Folder != "." {
		folder = folder.Directory(local.Folder)
	}
	prepared := b.exec(b.toolStage().WithDirectory(scripts.Package, folder), scripts.PrepareBuild.Of(name))
	return b.buildWheel(prepared, name, local.Extras, variables)
}

// wheelAnswer is what scripts.BuildPackage prints of a wheel.
type wheelAnswer struct {
	Name     string                        `json:"name"`
	Requires []struct{ Name, Text string } `json:"requires"`
}

// requirementsOfLocals returns what packages from folders require, as the lines of a requirements file. Those that are
// built from folders themselves are left out: the index may have another package of the same name.
func (b *build) requirementsOfLocals(ctx context.Context, locals []lock.Local) (string, error) {
	if len(locals) == 0 {
		return "", nil
	}
	all := slices.Concat(b.locals(), b.plan.DevLocals)
	answers := make([]wheelAnswer, len(all))
	group, ctx := errgroup.WithContext(ctx)
	for i, local := range all {
		group.Go(func() error {
			output, err := b.localWheel(local).Stdout(ctx)
			if err != nil {
				return err
			}
			return json.Unmarshal([]byte(output), &answers[i])
		})
	}
	if err := group.Wait(); err != nil {
		return "", err
	}
	var lines strings.Builder
	for i, local := range all {
		if !slices.ContainsFunc(locals, local.IsSameAs) {
			continue
		}
		for _, requirement := range answers[i].Requires {
			if !slices.ContainsFunc(answers, func(a wheelAnswer) bool { return a.Name == requirement.Name }) {
				lines.WriteString(requirement.Text + "\n")
			}
		}
	}
	return lines.String(), nil
}

// installLocals adds packages from folders to the virtual environment of a container. Their wheels have nothing in
// common with the lock, whose packages stay as they are when a folder changes.
func (b *build) installLocals(ctx context.Context, ctr *dagger.Container, locals []lock.Local) (*dagger.Container, error) {
	wheels := make([]builtWheel, len(locals))
	for i, local := range locals {
		wheels[i].files = b.localWheel(local).Directory(scripts.Wheel)
	}
	return b.installWheels(ctx, ctr, nil, wheels)
}
