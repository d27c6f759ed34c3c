//go:build linux

package embedded

import (
	"context"
	"errors"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// A step that waits for a network that drops packets ends with an error.
func TestStepThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	hang := func(ctx context.Context) error {
		<-ctx.Done()
		return errors.New("signal: interrupt")
	}
	err := runStepWithin(t.Context(), silent(t), 10*time.Millisecond, "packages: read the Debian archive", hang)
	const want = "not done within 10ms: signal: interrupt; check the network and the load of this machine, and run again"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := runStepWithin(stopped, silent(t), time.Minute, "packages: read the Debian archive", hang); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: got %v", err)
	}
}

func TestSharedStepReturnsItsValueToAllWaiters(t *testing.T) {
	t.Parallel()
	group := new(errgroup.Group)
	start := make(chan struct{})
	wait := shareStep(group, func() (string, error) { <-start; return "compiled", nil })
	for range 3 {
		group.Go(func() error {
			if value, err := wait(t.Context()); err != nil || value != "compiled" {
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

func TestSharedStepThatFailsEndsItsWaiters(t *testing.T) {
	t.Parallel()
	broken := errors.New("does not compile")
	group := new(errgroup.Group)
	wait := shareStep(group, func() (string, error) { return "half", broken })
	if _, err := wait(t.Context()); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if err := group.Wait(); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// A program that hangs in the step must not hold those that are given up because something else failed.
func TestSharedStepThatHangsHoldsNoCancelledWaiter(t *testing.T) {
	t.Parallel()
	group := new(errgroup.Group)
	end := make(chan struct{})
	wait := shareStep(group, func() (string, error) { <-end; return "", nil })
	full := errors.New("the disk is full")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(full)
	if _, err := wait(ctx); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
	close(end)
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}
