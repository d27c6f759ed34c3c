//go:build linux

package embedded

import (
	"context"
	"errors"
	"testing"

	"golang.org/x/sync/errgroup"
)

func TestFutureGivesItsValueToAllThatWait(t *testing.T) {
	t.Parallel()
	group, ctx := errgroup.WithContext(t.Context())
	start := make(chan struct{})
	step := begin(group, func() (string, error) { <-start; return "compiled", nil })
	for range 3 {
		group.Go(func() error {
			if value, err := step.wait(ctx); err != nil || value != "compiled" {
				t.Errorf("got %q, %v", value, err)
			}
			return nil
		})
	}
	close(start)
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func TestFutureThatFailsEndsThoseThatWait(t *testing.T) {
	t.Parallel()
	broken := errors.New("does not compile")
	group, ctx := errgroup.WithContext(t.Context())
	step := begin(group, func() (string, error) { return "half", broken })
	value, err := step.wait(ctx)
	if value != "" || !errors.Is(err, broken) && !errors.Is(err, context.Canceled) {
		t.Errorf("got %q, %v", value, err)
	}
	if err := group.Wait(); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
