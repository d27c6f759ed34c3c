package main

import (
	"context"
	"fmt"
	"path"
	"regexp"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
)

// contents lists what a scan of prod, or of dev, has to see: the packages of the
// stages below, read by the engine. No program of theirs runs for it, and the
// app's files are not there yet.
func (m *PythonPipeline) contents(ctx context.Context, p *plan.Plan, dev bool) (installed.Image, error) {
	var image installed.Image
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		below, venv := m.prodBase, m.installed
		if dev {
			below, venv = m.devBase, m.devInstalled
		}
		base, err := below(ctx, p)
		if err != nil {
			return err
		}
		group.Go(func() (err error) {
			image.DebianVersion, err = base.File("/etc/debian_version").Contents(ctx)
			return err
		})
		group.Go(func() error {
			status, err := base.File("/var/lib/dpkg/status").Contents(ctx)
			if err != nil {
				return err
			}
			image.Debian, err = installed.Debian(status)
			return err
		})
		image.Python, err = distributions(ctx, venv(p).Directory("/venv"))
		return err
	})
	if err := group.Wait(); err != nil {
		return image, fmt.Errorf("packages of the image: %w", err)
	}
	return image, nil
}

// interpreter is the folder that an interpreter has in a virtual environment.
var interpreter = regexp.MustCompile(`^python3\.[0-9]+$`)

// distributions lists the folders *.dist-info of a virtual environment.
func distributions(ctx context.Context, venv *dagger.Directory) ([]string, error) {
	versions, err := entries(ctx, venv, "lib")
	if err != nil {
		return nil, err
	}
	var found []string
	for _, version := range versions {
		if !interpreter.MatchString(version) {
			continue
		}
		site := path.Join("lib", version, "site-packages")
		folders, err := entries(ctx, venv, site)
		if err != nil {
			return nil, err
		}
		for _, folder := range folders {
			if installed.IsDistribution(folder) {
				found = append(found, path.Join("venv", site, folder))
			}
		}
	}
	return found, nil
}
