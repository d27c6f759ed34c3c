//go:build linux

package embedded

import (
	"context"
	"slices"

	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// splitStandIns splits the stand-ins into those that are made before the engine starts and those that are made while it
// is in use. The latter include stand-ins whose programs take minutes to compile, because the cache folder must not be
// locked that long.
func (e *Engine) splitStandIns(images Images) (now, background []standin.Image, err error) {
	selected, err := e.selectStandIns(slices.Concat(images.Now, images.Background))
	for _, image := range selected {
		if isLong(image) || !slices.Contains(images.Now, image.Reference) {
			background = append(background, image)
		} else {
			now = append(now, image)
		}
	}
	return now, background, err
}

func isLong(image standin.Image) bool { return image.Programs != nil && image.Programs.Long }

// buildInBackground starts to make stand-ins. Their programs are compiled at once, because that needs no engine; the
// rest waits until the engine is started.
func (e *Engine) buildInBackground(ctx context.Context, display *progress.Display, images []standin.Image, started <-chan engineConfig) *backgroundBuild {
	missing := e.missingStandIns(display, images)
	if len(missing) == 0 {
		return nil
	}
	return startBackground(ctx, references(missing), func(ctx context.Context) error {
		for _, image := range missing {
			if isLong(image) {
				if _, err := e.buildPrograms(ctx, display, *image.Programs); err != nil {
					return err
				}
			}
		}
		var c engineConfig
		select {
		case c = <-started:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		unlock, err := e.folder.acquire(ctx, display)
		if err != nil {
			return err
		}
		defer unlock()
		return e.refreshStandIns(ctx, display, c, missing)
	})
}
