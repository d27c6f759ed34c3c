package embedded

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestLater(t *testing.T) {
	t.Parallel()
	finish := make(chan error, 1)
	l := beginWork(t.Context(), []string{"aquasec/trivy:0.72.0"}, func(context.Context) error { return <-finish })
	short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if err := l.wait(short, "aquasec/trivy:0.72.0"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the work is not done: got %v", err)
	}
	if err := l.wait(t.Context(), "postgres:15-bookworm"); err != nil {
		t.Errorf("there is no work on it: got %v", err)
	}
	finish <- nil
	for range 2 {
		if err := l.wait(t.Context(), "aquasec/trivy:0.72.0"); err != nil {
			t.Errorf("got %v", err)
		}
	}
}

func TestLaterTellsWhyItFailed(t *testing.T) {
	t.Parallel()
	l := beginWork(t.Context(), []string{"aquasec/trivy:0.72.0"}, func(context.Context) error { return errors.New("disk full") })
	if err := l.wait(t.Context(), "aquasec/trivy:0.72.0"); err == nil || err.Error() != "aquasec/trivy:0.72.0: disk full" {
		t.Errorf("got %v", err)
	}
}

func TestStopEndsTheWorkAndWaitsForIt(t *testing.T) {
	t.Parallel()
	ended := false
	l := beginWork(t.Context(), nil, func(ctx context.Context) error {
		<-ctx.Done()
		ended = true
		return ctx.Err()
	})
	l.stop()
	if !ended {
		t.Error("it goes on")
	}
	l.stop() // which does nothing
}

// Nothing was missing, or the images are the official ones.
func TestNoWorkAtAll(t *testing.T) {
	t.Parallel()
	c := &Connection{}
	if err := c.Wait(t.Context(), "aquasec/trivy:0.72.0"); err != nil {
		t.Errorf("got %v", err)
	}
	c.Close()
}
