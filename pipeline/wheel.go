package main

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"path"
	"strings"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/lock"
	"dagger/python-pipeline/scripts"
)

// A packageSource is a package of an index, or of another address, that has no wheel for this Python.
type packageSource struct {
	Name         string `json:"name"`
	Version      string `json:"version"`
	URL          string `json:"url"`
	Hash         string `json:"hash"`         // algorithm:hexadecimal digits
	Subdirectory string `json:"subdirectory"` // the folder of the archive with the package
}

// compilers make the result of a compilation small, and equal on every machine and day. Debug information has the
// folder of the compilation; the linker strips it too, because a build script may request it after CFLAGS. The date is
// the first of 1980, the earliest of zip files.
var compilers = map[string]string{"SOURCE_DATE_EPOCH": "315532800", "CFLAGS": "-g0", "LDFLAGS": "-Wl,--strip-debug"}

// compilerStage is the stage in which packages are built: the full image and what the app names in apt-build.
func (b *build) compilerStage() *dagger.Container {
	ctr := b.from(b.plan.BuilderImage())
	if packages := b.plan.AptBuild; len(packages) > 0 {
		ctr = b.execOnline(ctr, environment{}, scripts.AptInstall, packages...)
	}
	return b.withTools(ctr)
}

// wheel builds a package. Nothing of the app is an input but what its table sets for builds, so that another app, or the
// same app with another package more, builds nothing again.
func (b *build) wheel(source packageSource) *dagger.Directory {
	name := strings.TrimSpace(source.Name + " " + source.Version)
	file := path.Join(scripts.Archive, path.Base(strings.Split(source.URL, "?")[0]))
	fetched := b.downloadPackages(b.withTools(b.from(b.plan.BuilderImage())), scripts.FetchArchive.Of(name), source.URL, source.Hash, file).File(file)
	prepared := b.exec(b.compilerStage().WithFile(file, fetched), scripts.PrepareBuild.Of(name), file, source.Subdirectory)
	return b.buildWheel(prepared, name, nil, b.plan.BuildEnv).Directory(scripts.Wheel)
}

// buildWheel builds the wheel of the package in scripts.Package. The package's code runs without the index's
// credentials and without a cache that other packages use; what its build requires is downloaded before, as wheels, so
// that none of their code runs beside the credentials either.
func (b *build) buildWheel(prepared *dagger.Container, name string, extras []string, variables map[string]string) *dagger.Container {
	more := maps.Clone(compilers)
	maps.Copy(more, variables)
	run := func(files map[string]*dagger.File, action string, arguments ...string) *dagger.Container {
		ctr := b.compilerStage()
		var names []string
		for _, file := range []string{scripts.BuildRequires, scripts.MoreRequires} {
			if files[file] != nil {
				ctr, names = ctr.WithFile(file, files[file]), append(names, file)
			}
		}
		ctr = b.downloadPackages(ctr, scripts.InstallBuildRequires.Of(name), names...).
			WithDirectory(scripts.Package, prepared.Directory(scripts.Package))
		return b.execWith(ctr, environment{variables: more}, scripts.BuildPackage.Of(name), append([]string{action, name}, arguments...)...)
	}
	files := map[string]*dagger.File{scripts.BuildRequires: prepared.File(scripts.BuildRequires)}
	files[scripts.MoreRequires] = run(files, "requires").File(scripts.MoreRequires)
	return run(files, "wheel", extras...)
}

// A localWheel is the wheel of a package from a folder.
type localWheel struct {
	files *dagger.Directory
	built *dagger.Container
}

// localWheel builds a package from a folder of the source, or from a commit of a repository.
func (b *build) localWheel(local lock.Local) localWheel {
	name, folder := cmp.Or(local.Name, local.Folder), b.Source
	if local.Repository != "" {
		folder = b.fetchGit(local.Repository, local.Commit)
	}
	if local.Folder != "." {
		folder = folder.Directory(local.Folder)
	}
	ctr := b.withTools(b.from(b.plan.BuilderImage())).WithDirectory(scripts.Package, folder)
	prepared := b.exec(ctr, scripts.PrepareBuild.Of(name))
	variables := map[string]string{}
	if b.isApp(local) {
		maps.Copy(variables, b.plan.ProjectEnv)
	}
	maps.Copy(variables, b.plan.BuildEnv)
	built := b.buildWheel(prepared, name, local.Extras, variables)
	return localWheel{built.Directory(scripts.Wheel), built}
}

// requirementsOfLocals returns what packages from folders require, as the lines of a requirements file.
func (b *build) requirementsOfLocals(ctx context.Context, locals []lock.Local) (string, error) {
	lines := make([]string, len(locals))
	group, ctx := errgroup.WithContext(ctx)
	for i, local := range locals {
		group.Go(func() error {
			output, err := b.localWheel(local).built.Stdout(ctx)
			if err != nil {
				return err
			}
			var requirements []string
			if err := json.Unmarshal([]byte(output), &requirements); err != nil {
				return err
			}
			for _, requirement := range requirements {
				lines[i] += requirement + "\n"
			}
			return nil
		})
	}
	err := group.Wait()
	return strings.Join(lines, ""), err
}

// installLocals adds packages from folders to the virtual environment of a container. Their wheels have nothing in
// common with the lock, whose packages stay as they are when a folder changes.
func (b *build) installLocals(ctx context.Context, ctr *dagger.Container, locals []lock.Local) (*dagger.Container, error) {
	wheels := make([]builtWheel, len(locals))
	group, ctx := errgroup.WithContext(ctx)
	for i, local := range locals {
		group.Go(func() (err error) {
			wheels[i].files, err = b.localWheel(local).files.Sync(ctx)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return b.installWheels(ctr, nil, wheels)
}
