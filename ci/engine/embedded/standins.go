//go:build linux

package embedded

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// missingStandIns lists the stand-ins to be made: absent or too old ones, and
// none when the official images are used.
func (e *Engine) missingStandIns(l launch) ([]standin.Image, error) {
	if !l.StandIns {
		return nil, nil
	}
	suite, err := debian.HostSuite()
	if err != nil {
		return nil, err
	}
	images := standin.For(suite)
	if len(images) == 0 {
		return nil, fmt.Errorf("stand-ins: this machine runs %s; they can be made on Debian 12 (bookworm) and 13 (trixie); give it access to docker.io and set PIPELINE_STAND_INS=never", suite)
	}
	var missing []standin.Image
	for _, image := range images {
		if !e.store(l).Fresh(image) {
			missing = append(missing, image)
		}
	}
	return missing, nil
}

// refreshStandIns makes stand-ins of a running engine anew that grew too old.
func (e *Engine) refreshStandIns(ctx context.Context, display *progress.Display, l launch) error {
	missing, err := e.missingStandIns(l)
	if err != nil || len(missing) == 0 {
		return err
	}
	prepared, err := (&bringUp{engine: e, display: display, store: e.store(l)}).run(ctx, l.Rootfs, missing)
	if err != nil {
		return fmt.Errorf("embedded engine: %w", err)
	}
	return e.pushStandIns(ctx, display, l, prepared)
}

func (e *Engine) pushStandIns(ctx context.Context, display *progress.Display, l launch, prepared []*standin.Prepared) error {
	if len(prepared) == 0 {
		return nil
	}
	return do(ctx, display, "stand-ins: push into the engine's registry", func() error {
		group, ctx := errgroup.WithContext(ctx)
		for _, p := range prepared {
			group.Go(func() error { return e.store(l).Push(ctx, p) })
		}
		return group.Wait()
	})
}
