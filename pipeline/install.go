package main

import (
	"context"
	"encoding/json"
	"path"
	"strconv"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/scripts"
)

// install installs exact packages into the virtual environment of a container. What has to be built is built before,
// each package in a step of its own.
func (b *build) install(ctx context.Context, ctr *dagger.Container, pins *pins) (*dagger.Container, error) {
	wheels := make([]builtWheel, len(pins.build))
	for i, source := range pins.build {
		wheels[i] = builtWheel{Name: source.Name, Version: source.Version, files: b.wheel(source)}
	}
	return b.installWheels(ctx, ctr, pins.lock, wheels)
}

// A builtWheel is a wheel that was built here. The name is "" if no lock has it.
type builtWheel struct {
	Folder  string `json:"folder"`
	Name    string `json:"name"`
	Version string `json:"version"`

	files *dagger.Directory
}

// installWheels installs the packages of a lock, nil for none, and wheels in place of those of its packages, or in
// addition. The wheels are built at the same time.
func (b *build) installWheels(ctx context.Context, ctr *dagger.Container, lock *dagger.File, wheels []builtWheel) (*dagger.Container, error) {
	group, ctx := errgroup.WithContext(ctx)
	for i := range wheels {
		fetch(ctx, group, &wheels[i].files, wheels[i].files.Sync)
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	const file = scripts.Pins + "/pylock.toml"
	arguments := []string{""}
	if lock != nil {
		ctr, arguments[0] = ctr.WithMountedFile(file, lock), file
	}
	for i := range wheels {
		wheels[i].Folder = path.Join(scripts.Wheels, strconv.Itoa(i))
		ctr = ctr.WithMountedDirectory(wheels[i].Folder, wheels[i].files)
	}
	encoded, err := json.Marshal(wheels)
	if err != nil {
		return nil, err
	}
	ctr = b.downloadPackages(ctr, scripts.InstallPackages, append(arguments, string(encoded))...)
	for _, wheel := range wheels {
		ctr = ctr.WithoutMount(wheel.Folder)
	}
	if lock != nil {
		ctr = ctr.WithoutMount(file)
	}
	return ctr, nil
}
