package embedded

import (
	"context"
	"fmt"
	"slices"
)

// A backgroundBuild makes stand-ins while their engine is already in use.
type backgroundBuild struct {
	references []string
	cancel     context.CancelFunc
	done       chan struct{}
	err        error // of the work; only valid when done is closed
}

// startBackground starts work for references. The work ends early when ctx is done.
func startBackground(ctx context.Context, references []string, work func(context.Context) error) *backgroundBuild {
	ctx, cancel := context.WithCancel(ctx)
	b := &backgroundBuild{references: references, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(b.done)
		b.err = work(ctx)
	}()
	return b
}

// wait blocks until the work for a reference is done. Without such work it returns at once.
func (b *backgroundBuild) wait(ctx context.Context, reference string) error {
	if b == nil || !slices.Contains(b.references, reference) {
		return nil
	}
	select {
	case <-b.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if b.err != nil {
		return fmt.Errorf("%s: %w", reference, b.err)
	}
	return nil
}

// ready reports whether wait returns at once.
func (b *backgroundBuild) ready(reference string) bool {
	if b == nil || !slices.Contains(b.references, reference) {
		return true
	}
	select {
	case <-b.done:
		return true
	default:
		return false
	}
}

// stop cancels the work and waits until it has ended.
func (b *backgroundBuild) stop() {
	if b != nil {
		b.cancel()
		<-b.done
	}
}
