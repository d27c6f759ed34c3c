package engine

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// hang is a call that never returns by itself.
func hang(ctx context.Context) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

func answer(context.Context) (string, error) { return "v1", nil }

var errRefused = errors.New("refused")

func refuse(context.Context) (string, error) { return "", errRefused }

func TestCallWithin(t *testing.T) {
	t.Parallel()
	if got, err := callWithin(t.Context(), time.Minute, "it does not answer", answer); got != "v1" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := callWithin(t.Context(), time.Minute, "it does not answer", refuse); err != errRefused {
		t.Errorf("got %v", err)
	}
	_, err := callWithin(t.Context(), 10*time.Millisecond, "it does not answer", hang)
	if want := "it does not answer within 10ms: context deadline exceeded"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := callWithin(stopped, time.Minute, "it does not answer", hang); err != context.Canceled {
		t.Errorf("interrupted: got %v", err)
	}
}

func TestOpenWithin(t *testing.T) {
	t.Parallel()
	var opening context.Context
	got, end, err := openWithin(t.Context(), time.Minute, "it does not open", func(ctx context.Context) (string, error) {
		opening = ctx
		return answer(ctx)
	})
	if got != "v1" || err != nil || opening.Err() != nil {
		t.Errorf("got %s, %v; its context ended with %v", got, err, opening.Err())
	}
	if end(); opening.Err() == nil {
		t.Error("end did not end its context")
	}
	if _, _, err := openWithin(t.Context(), time.Minute, "it does not open", refuse); err != errRefused {
		t.Errorf("got %v", err)
	}
	_, _, err = openWithin(t.Context(), 10*time.Millisecond, "it does not open", hang)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "it does not open within 10ms: ") {
		t.Errorf("got %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := openWithin(stopped, time.Minute, "it does not open", hang); err != context.Canceled {
		t.Errorf("interrupted: got %v", err)
	}
}
