package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/step"
)

// withLibraries adds to base, or a stage on it, the Debian packages whose
// libraries the installed packages load and the slim image lacks. They are
// found by asking the loader, not by a list of names.
func (m *PythonPipeline) withLibraries(ctx context.Context, p *plan.Plan, base *dagger.Container) (*dagger.Container, error) {
	var needed, present []string
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		output, err := m.withExec(m.installed(p), "python3", "-c", step.Libraries).Stdout(ctx)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(output), &needed); err != nil {
			return fmt.Errorf("run-time libraries: %w", err)
		}
		return nil
	})
	group.Go(func() (err error) {
		present, err = m.basePackages(ctx, p)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	missing := slices.DeleteFunc(needed, func(name string) bool { return slices.Contains(present, name) })
	if len(missing) == 0 {
		return base, nil
	}
	// In its folder the app's would be made, with the time of the build.
	base = m.proxied(base.WithUser("0:0").WithWorkdir("/"), baseCommand("packages", missing...))
	return base.WithUser(owner).WithWorkdir(appFolder), nil
}

// basePackages lists the Debian packages of the base image.
func (m *PythonPipeline) basePackages(ctx context.Context, p *plan.Plan) ([]string, error) {
	output, err := m.withExec(dag.Container().From(p.BaseImage()), "dpkg-query", "--show", "--showformat=${Package}\\n").Stdout(ctx)
	return strings.Fields(output), err
}
