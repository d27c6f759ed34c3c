package main

import (
	"maps"
	"path"
	"strings"

	"dagger/python-pipeline/internal/dagger"
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
	fetched := b.downloadPackages(b.toolStage(), scripts.FetchArchive.Of(name), source.URL, source.Hash, file).File(file)
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
