//go:build linux

package embedded

import (
	"context"
	"fmt"

	"github.com/google/go-containerregistry/pkg/authn"
	"golang.org/x/sync/errgroup"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// StandIns lists the references for which stand-ins can be made on this
// machine, none when the official images are used.
func (e *Engine) StandIns() []string {
	suite, err := debian.HostSuite()
	if err != nil || !e.settings.StandIns {
		return nil
	}
	return references(standin.For(suite))
}

func references(images []standin.Image) []string {
	var references []string
	for _, image := range images {
		references = append(references, image.Reference)
	}
	return references
}

// askedStandIns lists the stand-ins for the given references, none when the
// official images are used.
func (e *Engine) askedStandIns(images []string) ([]standin.Image, error) {
	if !e.settings.StandIns {
		return nil, nil
	}
	suite, err := debian.HostSuite()
	if err != nil {
		return nil, err
	}
	if len(standin.For(suite)) == 0 {
		return nil, fmt.Errorf("stand-ins: this machine runs %s; they can be made on Debian 12 (bookworm) and 13 (trixie); give it access to docker.io and set PIPELINE_STAND_INS=never", suite)
	}
	return standin.Asked(suite, images), nil
}

func (e *Engine) store() standin.Store {
	return standin.Store{Folder: e.folder.standIns(), Data: e.folder.registryData(), MaxAge: e.settings.StandInMaxAge}
}

// missing lists those of the stand-ins that are to be made: absent and too old
// ones, and those in whose place the registry has something else.
func (e *Engine) missing(display *progress.Display, asked []standin.Image) []standin.Image {
	var missing []standin.Image
	for _, image := range asked {
		fresh, err := e.store().Fresh(image)
		if err != nil {
			display.Warn(err.Error() + "; it is made again")
		}
		if !fresh {
			missing = append(missing, image)
		}
	}
	return missing
}

// pinned adds to the reference of an official image the digest of the stand-in
// that serves for it, by which the engine takes that image and no other.
func (e *Engine) pinned(reference string) string {
	suite, err := debian.HostSuite()
	if err != nil || !e.settings.StandIns {
		return reference
	}
	for _, image := range standin.Asked(suite, []string{reference}) {
		if digest := e.store().Digest(image); digest != "" {
			return reference + "@" + digest
		}
	}
	return reference
}

// refreshStandIns makes those stand-ins for a running engine that it has not or
// that grew too old.
func (e *Engine) refreshStandIns(ctx context.Context, display *progress.Display, l launch, asked []standin.Image) error {
	missing := e.missing(display, asked)
	if len(missing) == 0 {
		return nil
	}
	prepared, err := e.bringUp(ctx, display, l, missing)
	if err != nil {
		return err
	}
	return e.pushStandIns(ctx, display, l, prepared)
}

func (e *Engine) pushStandIns(ctx context.Context, display *progress.Display, l launch, prepared []*standin.Prepared) error {
	if len(prepared) == 0 {
		return nil
	}
	login, err := e.folder.login()
	if err != nil {
		return err
	}
	return do(ctx, display, "stand-ins: push into the engine's registry", func(ctx context.Context) error {
		group, ctx := errgroup.WithContext(ctx)
		for _, p := range prepared {
			group.Go(func() error {
				return e.store().Push(ctx, l.Identity.registry(), authn.Basic{Username: login.User, Password: login.Password}, p)
			})
		}
		return group.Wait()
	})
}
