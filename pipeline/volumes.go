package main

import (
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
)

// How the user of an image may write its volumes.
type VolumeMode string

const (
	// The image's folders are the user's, and a new named volume takes that over.
	VolumeModeOwned VolumeMode = settings.VolumesOwned
	// The image starts as root, gives the volumes to the user and drops its rights.
	VolumeModeEntrypoint VolumeMode = settings.VolumesEntrypoint
	// The app runs as root: the last resort.
	VolumeModeRoot VolumeMode = settings.VolumesRoot
	// No volume: the folders are below the user's home.
	VolumeModeNone VolumeMode = settings.VolumesNone
)

// Sets the folders for data.
//
// They replace those of the keys volumes and volume-mode.
func (m *PythonPipeline) WithVolumes(
	// Folders, absolute or below the user's home, such as "/data" or "~/data".
	paths []string,
	// How the user may write them.
	// +optional
	// +default="owned"
	mode VolumeMode,
) *PythonPipeline {
	return m.with(func(app *PythonPipeline) { app.Volumes, app.VolumeMode = paths, string(mode) })
}

// compilerImage is the image that compiles programs of ours: the app's, if there is an app.
func (b *build) compilerImage() string {
	if b.plan == nil {
		return plan.CompilerImage
	}
	return b.plan.BuilderImage()
}

// volumeEntrypoint compiles the program that prepares volumes.
func (b *build) volumeEntrypoint() *dagger.File {
	sources := dag.Directory()
	for _, file := range scripts.VolumeEntrypointSource {
		sources = sources.WithNewFile(file.Name, file.Text)
	}
	ctr := b.from(b.compilerImage()).WithMountedDirectory(scripts.VolumeEntrypointFolder, sources)
	return b.exec(ctr, scripts.CompileEntrypoint).File(scripts.VolumeEntrypointBuilt)
}

// withVolumeEntrypoint adds that program as a layer of its own, which is the same for all apps.
func withVolumeEntrypoint(ctr *dagger.Container, program *dagger.File) *dagger.Container {
	folder := dag.Directory().WithFile(scripts.VolumeEntrypoint, program, dagger.DirectoryWithFileOpts{Permissions: 0o755}).WithTimestamps(0)
	return ctr.WithDirectory("/", folder)
}

// withUnusedVolumes mounts on each volume what a new one has: a copy of the image's folder, owner included, as a named
// volume takes it over; or an empty folder of root, where the entrypoint has to manage with any owner.
func (b *build) withUnusedVolumes(ctr *dagger.Container) *dagger.Container {
	for _, volume := range b.plan.Mounts() {
		ctr = ctr.WithMountedDirectory(volume, b.unusedVolume(ctr, volume))
	}
	return ctr
}

// withKeptVolumes mounts cache volumes, which the engine keeps for the next start of the app.
func (b *build) withKeptVolumes(ctr *dagger.Container) *dagger.Container {
	for _, volume := range b.plan.Mounts() {
		options := dagger.ContainerWithMountedCacheOpts{Source: b.unusedVolume(ctr, volume)}
		if b.plan.VolumeMode == settings.VolumesOwned {
			options.Owner = plan.Owner
		}
		ctr = ctr.WithMountedCache(volume, b.keptVolume("", volume), options)
	}
	return ctr
}

// keptVolume returns the cache volume of a folder, of the app's image or of a service by its name.
func (b *build) keptVolume(service, folder string) *dagger.CacheVolume {
	return dag.CacheVolume(strings.Join([]string{"python-pipeline", b.plan.Name, service, folder}, " "))
}

func (b *build) unusedVolume(ctr *dagger.Container, volume string) *dagger.Directory {
	if b.plan.VolumeMode == settings.VolumesOwned {
		return ctr.Directory(volume)
	}
	return dag.Directory()
}
