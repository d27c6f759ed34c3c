//go:build linux

package embedded

import (
	"context"
	"slices"

	"python-pipeline/ci/engine/embedded/standin"
	"python-pipeline/ci/progress"
)

// divide tells the stand-ins that are made before the engine is started from
// those that are made beside its work: the ones asked for later and those whose
// programs take minutes, for which the cache folder must not be locked.
func (e *Engine) divide(images Images) (now, later []standin.Image, err error) {
	asked, err := e.askedStandIns(slices.Concat(images.Now, images.Later))
	for _, image := range asked {
		if long(image) || !slices.Contains(images.Now, image.Reference) {
			later = append(later, image)
		} else {
			now = append(now, image)
		}
	}
	return now, later, err
}

func long(image standin.Image) bool { return image.Programs != nil && image.Programs.Long }

// beginLater starts to make stand-ins. Their programs need no engine and are
// compiled at once; the rest follows when the engine is started.
func (e *Engine) beginLater(ctx context.Context, display *progress.Display, images []standin.Image, started <-chan launch) *later {
	missing := e.missing(display, images)
	if len(missing) == 0 {
		return nil
	}
	return beginWork(ctx, references(missing), func(ctx context.Context) error {
		b := &bringUp{engine: e, display: display}
		for _, image := range missing {
			if long(image) {
				if _, err := b.buildPrograms(ctx, *image.Programs); err != nil {
					return err
				}
			}
		}
		var l launch
		select {
		case l = <-started:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		unlock, err := e.folder.acquire(ctx, display)
		if err != nil {
			return err
		}
		defer unlock()
		return e.refreshStandIns(ctx, display, l, missing)
	})
}
