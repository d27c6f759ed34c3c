package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/labels"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/volume"
)

// An image whose volumes its user can write.
type WrappedImage struct {
	// The image.
	Container *dagger.Container
	// What differs from the original image, in sentences.
	Changes []string
}

// Lets the user of any image write its volumes.
//
// The image's entrypoint, arguments and user are read, and kept. Without an
// image it is MailHog.
//
// +cache="session"
func (m *PythonPipeline) WrapImage(
	ctx context.Context,
	// Folders, absolute or below the user's home, such as "/data".
	paths []string,
	// Image, such as "mailhog/mailhog:v1.0.1".
	// +optional
	image *dagger.Container,
	// How the user may write the folders.
	// +optional
	// +default="entrypoint"
	mode VolumeMode,
	// User that is to run the image's program, a name of the image or a number.
	// By default it is the image's own.
	// +optional
	user string,
) (*WrappedImage, error) {
	if image == nil {
		image = container("").From(plan.MailhogRelease)
	}
	b, err := m.forImage(ctx, image)
	if err != nil {
		return nil, err
	}
	wrapped, changes, err := b.wrap(ctx, image, paths, string(mode), user)
	if err != nil {
		return nil, explain(report.StepBuild, err)
	}
	if wrapped, err = wrapped.Sync(ctx); err != nil {
		return nil, explain(report.StepBuild, err)
	}
	return &WrappedImage{Container: wrapped, Changes: changes}, nil
}

// forImage returns a build of another image than the app's, for that image's platform. It has no plan.
func (m *PythonPipeline) forImage(ctx context.Context, image *dagger.Container) (*build, error) {
	platform, err := image.Platform(ctx)
	if err != nil {
		return nil, explain(report.StepBuild, err)
	}
	return &build{PythonPipeline: m, platform: platform}, nil
}

// wrap returns the image with folders that its user, or another one, can write, and says what differs.
func (b *build) wrap(ctx context.Context, image *dagger.Container, paths []string, mode, user string) (*dagger.Container, []string, error) {
	original, err := inspect(ctx, image)
	if err != nil {
		return nil, nil, err
	}
	owner := original.User
	if user != "" {
		if owner, err = findUser(ctx, image, user); err != nil {
			return nil, nil, err
		}
	}
	w, err := volume.NewWrap(*original, owner, paths, mode)
	if err != nil {
		return nil, nil, err
	}
	ctr := withVolumeEntrypoint(image, b.volumeEntrypoint())
	for _, folder := range w.Paths {
		ctr = ctr.WithDirectory(folder, b.dataFolder(ctr, folder, w.Owner.UID))
	}
	ctr = ctr.WithUser(w.User).WithEntrypoint(w.Entrypoint, dagger.ContainerWithEntrypointOpts{KeepDefaultArgs: true}).
		WithLabel(labels.Volumes, strings.Join(w.Paths, " ")).WithLabel(labels.VolumeMode, w.Mode)
	changes := w.Changes(*original)
	// A container runtime sets HOME by the user with which the image starts, and that is root.
	home, err := image.EnvVariable(ctx, "HOME")
	if err == nil && home == "" && w.Mode == settings.VolumesEntrypoint {
		ctr = ctr.WithEnvVariable("HOME", w.Owner.Home)
		changes = append(changes, "HOME is "+w.Owner.Home)
	}
	return ctr, changes, err
}

// dataFolder returns a folder of an image with the owner and the mode of folders for data. Its content keeps its own.
func (b *build) dataFolder(image *dagger.Container, folder string, uid int) *dagger.Directory {
	ctr := b.from(b.compilerImage()).WithDirectory(scripts.DataFolder, image.WithDirectory(folder, dag.Directory()).Directory(folder))
	return b.exec(ctr, scripts.OwnDataFolder, strconv.Itoa(uid)).Directory(scripts.DataFolder)
}

// inspect reads the configuration of an image.
func inspect(ctx context.Context, image *dagger.Container) (*volume.Image, error) {
	found := new(volume.Image)
	var err error
	if found.Entrypoint, err = image.Entrypoint(ctx); err != nil {
		return nil, err
	}
	if found.Args, err = image.DefaultArgs(ctx); err != nil {
		return nil, err
	}
	if found.Name, err = image.User(ctx); err != nil {
		return nil, err
	}
	found.User, err = findUser(ctx, image, found.Name)
	return found, err
}

// findUser returns a user of an image by its numbers.
func findUser(ctx context.Context, image *dagger.Container, name string) (volume.User, error) {
	var texts [2]string
	for i, file := range []string{"/etc/passwd", "/etc/group"} {
		exists, err := image.Exists(ctx, file)
		if err != nil {
			return volume.User{}, fmt.Errorf("%s of the image: %w", file, err)
		}
		if exists {
			if texts[i], err = image.File(file).Contents(ctx); err != nil {
				return volume.User{}, fmt.Errorf("%s of the image: %w", file, err)
			}
		}
	}
	return volume.FindUser(name, texts[0], texts[1])
}
