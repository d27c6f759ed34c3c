package embedded

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestBackgroundBuild(t *testing.T) {
	t.Parallel()
	finish := make(chan error, 1)
	b := startBackground(t.Context(), []string{"aquasec/trivy:0.72.0"}, func(context.Context) error { return <-finish })
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := b.wait(short, "aquasec/trivy:0.72.0"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the work is not done: got %v", err)
	}
	if err := b.wait(t.Context(), "postgres:15-bookworm"); err != nil {
		t.Errorf("a reference without work: got %v", err)
	}
	finish <- nil
	for range 2 {
		if err := b.wait(t.Context(), "aquasec/trivy:0.72.0"); err != nil {
			t.Errorf("got %v", err)
		}
	}
}

func TestBackgroundBuildReturnsItsError(t *testing.T) {
	t.Parallel()
	b := startBackground(t.Context(), []string{"aquasec/trivy:0.72.0"}, func(context.Context) error { return errors.New("disk full") })
	if err := b.wait(t.Context(), "aquasec/trivy:0.72.0"); err == nil || err.Error() != "aquasec/trivy:0.72.0: disk full" {
		t.Errorf("got %v", err)
	}
}

func TestStopEndsTheWorkAndWaitsForIt(t *testing.T) {
	t.Parallel()
	ended := false
	b := startBackground(t.Context(), nil, func(ctx context.Context) error {
		<-ctx.Done()
		ended = true
		return ctx.Err()
	})
	b.stop()
	if !ended {
		t.Error("the work goes on")
	}
	b.stop() // a second call does nothing
}

// No stand-in was missing, or the official images are used.
func TestConnectionWithoutABackgroundBuild(t *testing.T) {
	t.Parallel()
	c := &Connection{}
	if err := c.Wait(t.Context(), "aquasec/trivy:0.72.0"); err != nil {
		t.Errorf("got %v", err)
	}
	c.Close()
}
