//go:build linux

package embedded

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"python-pipeline/ci/progress"
)

// stepLimit is how long a step of the bring-up may take. The longest step takes 10 minutes on two processors; on a
// network that drops packets a step would never end.
const stepLimit = time.Hour

// runStep runs a step of the bring-up and shows its progress and result. A step that ends because another one failed is
// shown as stopped, not as failed.
func runStep(ctx context.Context, display *progress.Display, title string, run func(context.Context) error) error {
	return runStepWithin(ctx, display, stepLimit, title, run)
}

func runStepWithin(ctx context.Context, display *progress.Display, limit time.Duration, title string, run func(context.Context) error) error {
	task := display.Start(title)
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := run(limited)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		err = fmt.Errorf("not done within %s: %w; check the network and the load of this machine, and run again", limit, err)
	}
	switch {
	case err == nil:
		task.Done("")
	case ctx.Err() != nil:
		task.Done("stopped")
		return context.Cause(ctx)
	default:
		task.Fail(err)
	}
	return err
}

// shareStep runs a step in the group, and returns a function that waits for its result, as long as a context lasts: a
// step that hangs must not hold what is cancelled because of another failure.
func shareStep[T any](group *errgroup.Group, step func() (T, error)) func(context.Context) (T, error) {
	var result T
	var err error
	done := make(chan struct{})
	group.Go(func() error {
		defer close(done)
		result, err = step()
		return err
	})
	return func(ctx context.Context) (T, error) {
		select {
		case <-done:
			return result, err
		case <-ctx.Done():
			var none T
			return none, context.Cause(ctx)
		}
	}
}
