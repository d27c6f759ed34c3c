package main

import (
	"context"
	"fmt"
	"path"
	"regexp"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/scripts"
)

// contents lists the packages that a scan of the image has to see. The engine reads them from the stages below, which
// do not have the app's files, so that no program of a package or of the app can change the list.
func (i *image) contents(ctx context.Context) (installed.Image, error) {
	var found installed.Image
	group, ctx := errgroup.WithContext(ctx)
	fetch(ctx, group, &found.DebianVersion, func(ctx context.Context) (string, error) {
		return i.base.File("/etc/debian_version").Contents(ctx)
	})
	group.Go(func() error {
		status, err := i.base.File("/var/lib/dpkg/status").Contents(ctx)
		if err != nil {
			return err
		}
		found.Debian, err = installed.Debian(status)
		return err
	})
	fetch(ctx, group, &found.Python, func(ctx context.Context) ([]string, error) {
		return distributions(ctx, i.venv.Directory(scripts.Venv))
	})
	if err := group.Wait(); err != nil {
		return found, fmt.Errorf("packages of the image: %w", err)
	}
	return found, nil
}

// interpreterFolder matches the folder below lib in a virtual environment.
var interpreterFolder = regexp.MustCompile(`^python3\.[0-9]+$`)

// distributions lists the folders *.dist-info of a virtual environment.
func distributions(ctx context.Context, venv *dagger.Directory) ([]string, error) {
	versions, err := entries(ctx, venv, "lib")
	if err != nil {
		return nil, err
	}
	var found []string
	for _, version := range versions {
		if !interpreterFolder.MatchString(version) {
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
