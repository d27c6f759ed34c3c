package embedded

import (
	"context"
	"fmt"
	"slices"
)

// A later is work on stand-ins that goes on while their engine already works.
type later struct {
	references []string
	cancel     context.CancelFunc
	done       chan struct{}
	err        error // of the work; to be read when done is closed
}

// beginWork starts work for references; it ends early when ctx is done.
func beginWork(ctx context.Context, references []string, work func(context.Context) error) *later {
	ctx, cancel := context.WithCancel(ctx)
	l := &later{references: references, cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(l.done)
		l.err = work(ctx)
	}()
	return l
}

// wait blocks until the work for a reference is done, and not at all when there
// is none.
func (l *later) wait(ctx context.Context, reference string) error {
	if l == nil || !slices.Contains(l.references, reference) {
		return nil
	}
	select {
	case <-l.done:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if l.err != nil {
		return fmt.Errorf("%s: %w", reference, l.err)
	}
	return nil
}

// ready tells whether wait would not block.
func (l *later) ready(reference string) bool {
	if l == nil || !slices.Contains(l.references, reference) {
		return true
	}
	select {
	case <-l.done:
		return true
	default:
		return false
	}
}

// stop ends the work and waits for its end.
func (l *later) stop() {
	if l != nil {
		l.cancel()
		<-l.done
	}
}
