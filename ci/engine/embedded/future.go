//go:build linux

package embedded

import (
	"context"

	"golang.org/x/sync/errgroup"
)

// A future is the result of a bring-up step that others wait for.
type future[T any] struct {
	done  chan struct{}
	value T
}

// begin runs a step in the group; the group's first error ends all others.
func begin[T any](group *errgroup.Group, step func() (T, error)) *future[T] {
	f := &future[T]{done: make(chan struct{})}
	group.Go(func() error {
		value, err := step()
		if err == nil {
			f.value = value
			close(f.done)
		}
		return err
	})
	return f
}

// wait gives the step's result, or the error for which the group gave up.
func (f *future[T]) wait(ctx context.Context) (T, error) {
	select {
	case <-f.done:
		return f.value, nil
	case <-ctx.Done():
		return f.value, context.Cause(ctx)
	}
}
