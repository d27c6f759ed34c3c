package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/labels"
	"dagger/python-pipeline/printable"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
	"dagger/python-pipeline/settings"
	"dagger/python-pipeline/steplimit"
	"dagger/python-pipeline/volume"
)

// Says in which ways of mounting an image can write its volumes.
//
// It reads the image's entrypoint, command and user, mounts each folder as
// container runtimes do, and says which would fail, why, and what to do.
//
// +cache="session"
func (m *PythonPipeline) CheckVolumes(
	ctx context.Context,
	// Image, such as "mailhog/mailhog:v1.0.1".
	image *dagger.Container,
	// Folders of the image, such as "/data".
	// By default they are those of its label python-pipeline.volumes.
	// +optional
	paths []string,
	// Print JSON instead of text.
	// +optional
	asJson bool,
) (string, error) {
	b, err := m.forImage(ctx, image)
	if err != nil {
		return "", err
	}
	diagnosis, err := b.diagnose(ctx, image, paths)
	if err != nil {
		return "", explain(report.StepSmoke, err)
	}
	if !asJson {
		return diagnosis.Text(), nil
	}
	encoded, err := json.Marshal(diagnosis)
	return string(printable.JSON(encoded)), err
}

func (b *build) diagnose(ctx context.Context, image *dagger.Container, paths []string) (*volume.Diagnosis, error) {
	found, err := inspect(ctx, image)
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		label, err := image.Label(ctx, labels.Volumes)
		if err != nil {
			return nil, err
		}
		if paths = strings.Fields(label); len(paths) == 0 {
			return nil, fmt.Errorf("paths: name folders of the image, since it has no label %s", labels.Volumes)
		}
	}
	if err := volume.CheckPaths(paths); err != nil {
		return nil, err
	}
	d := &volume.Diagnosis{
		Entrypoint: found.Entrypoint, Args: found.Args, User: found.Name, UID: found.User.UID, GID: found.User.GID,
		Results: make([]volume.Result, len(paths)*len(volume.Mounts)),
	}
	probe := image.WithMountedFile(scripts.VolumeEntrypoint, b.volumeEntrypoint())
	// The image need not have the shell that limits other steps.
	errTimeout := fmt.Errorf("check-volumes did not end within %s, the limit that with-step-timeout sets; check whether the image's registry can be reached", settings.Duration(b.limit()))
	return d, steplimit.Within(ctx, b.limit(), errTimeout, func(ctx context.Context) error {
		group, ctx := errgroup.WithContext(ctx)
		for i, folder := range paths {
			for j, mount := range volume.Mounts {
				into := &d.Results[i*len(volume.Mounts)+j]
				fetch(ctx, group, into, func(ctx context.Context) (volume.Result, error) { return tryMount(ctx, probe, d, folder, mount) })
			}
		}
		return group.Wait()
	})
}

// tryMount starts the probe as the image would start its program, with a folder mounted in some way.
func tryMount(ctx context.Context, image *dagger.Container, d *volume.Diagnosis, folder string, mount volume.Mount) (volume.Result, error) {
	result := volume.Result{Path: folder, Mount: mount.Name, User: d.User}
	ctr := image
	if mount.Source != volume.Nothing {
		content := dag.Directory()
		if mount.Source == volume.NamedVolume {
			exists, err := image.Exists(ctx, folder)
			if err != nil {
				return result, err
			}
			if exists {
				content = image.Directory(folder)
			}
		}
		ctr = ctr.WithMountedDirectory(folder, content, dagger.ContainerWithMountedDirectoryOpts{ReadOnly: mount.ReadOnly})
	}
	if mount.User != "" {
		ctr, result.User = ctr.WithUser(mount.User), mount.User
	}
	ctr = ctr.WithExec(slices.Concat(d.Start(), []string{scripts.VolumeEntrypoint, "--volume", folder}),
		dagger.ContainerWithExecOpts{NoInit: true, Expect: dagger.ReturnTypeAny})
	code, err := ctr.ExitCode(ctx)
	if err != nil {
		return result, err
	}
	output, err := ctr.CombinedOutput(ctx)
	result.Writable = code == 0
	if code != 0 {
		result.Problem = output
	}
	return result, err
}
