//go:build linux

package embedded

import (
	"context"
	"slices"

	"github.com/google/go-containerregistry/pkg/authn"
	"golang.org/x/sync/errgroup"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// StandIns lists the images for which this machine can make stand-ins, none when the official images are used.
func (e *Engine) StandIns() []string {
	host, err := debian.ReadHost()
	if err != nil || !e.settings.StandIns || host.CheckStandIns() != nil {
		return nil
	}
	return references(standin.All())
}

// HostStandIns lists those of StandIns that are made from the packages of this machine's own release: they are made soonest.
func (e *Engine) HostStandIns() []string {
	host, err := debian.ReadHost()
	if err != nil {
		return nil
	}
	own := references(standin.OfRelease(host.Suite))
	return slices.DeleteFunc(e.StandIns(), func(reference string) bool { return !slices.Contains(own, reference) })
}

func references(images []standin.Image) []string {
	var list []string
	for _, image := range images {
		list = append(list, image.Reference)
	}
	return list
}

// selectStandIns lists the stand-ins for the given images, none when the official images are used.
func (e *Engine) selectStandIns(images []string) ([]standin.Image, error) {
	if !e.settings.StandIns {
		return nil, nil
	}
	host, err := debian.ReadHost()
	if err != nil {
		return nil, err
	}
	if err := host.CheckStandIns(); err != nil {
		return nil, err
	}
	return standin.Select(images), nil
}

func (e *Engine) store() standin.Store {
	return standin.Store{Folder: e.folder.standIns(), Data: e.folder.registryData(), MaxAge: e.settings.StandInMaxAge}
}

// missingStandIns lists the stand-ins that have to be made: absent or too old
// ones, and those that the registry has replaced by another image.
func (e *Engine) missingStandIns(display *progress.Display, images []standin.Image) []standin.Image {
	var missing []standin.Image
	for _, image := range images {
		fresh, err := e.store().IsFresh(image)
		if err != nil {
			display.Warn(err.Error() + "; it is made again")
		}
		if !fresh {
			missing = append(missing, image)
		}
	}
	return missing
}

// pin adds to the reference of an official image the digest of its stand-in, so
// that the engine uses exactly that image.
func (e *Engine) pin(reference string) string {
	if !e.settings.StandIns {
		return reference
	}
	for _, image := range standin.Select([]string{reference}) {
		if digest := e.store().Digest(image); digest != "" {
			return reference + "@" + digest
		}
	}
	return reference
}

func (e *Engine) refreshStandIns(ctx context.Context, display *progress.Display, c engineConfig, images []standin.Image) error {
	missing := e.missingStandIns(display, images)
	if len(missing) == 0 {
		return nil
	}
	builds, err := e.bringUp(ctx, display, c, missing)
	if err != nil {
		return err
	}
	return e.pushStandIns(ctx, display, c, builds)
}

func (e *Engine) pushStandIns(ctx context.Context, display *progress.Display, c engineConfig, builds []*standin.Build) error {
	if len(builds) == 0 {
		return nil
	}
	login, err := e.folder.login()
	if err != nil {
		return err
	}
	return runStep(ctx, display, "stand-ins: push into the engine's registry", func(ctx context.Context) error {
		group, ctx := errgroup.WithContext(ctx)
		for _, build := range builds {
			group.Go(func() error {
				return e.store().Push(ctx, c.Identity.registry(), authn.Basic{Username: login.User, Password: login.Password}, build)
			})
		}
		return group.Wait()
	})
}
