package engine

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// silent is a call to somebody who never answers.
func silent(ctx context.Context) (string, error) {
	<-ctx.Done()
	return "", ctx.Err()
}

func answer(context.Context) (string, error) { return "v1", nil }

var errRefused = errors.New("refused")

func refuse(context.Context) (string, error) { return "", errRefused }

func TestWithin(t *testing.T) {
	t.Parallel()
	if got, err := within(t.Context(), time.Minute, "it does not answer", answer); got != "v1" || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	if _, err := within(t.Context(), time.Minute, "it does not answer", refuse); err != errRefused {
		t.Errorf("got %v", err)
	}
	_, err := within(t.Context(), 10*time.Millisecond, "it does not answer", silent)
	if want := "it does not answer within 10ms: context deadline exceeded"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := within(stopped, time.Minute, "it does not answer", silent); err != context.Canceled {
		t.Errorf("interrupted: got %v", err)
	}
}

func TestOpened(t *testing.T) {
	t.Parallel()
	var living context.Context
	got, end, err := opened(t.Context(), time.Minute, "it does not open", func(ctx context.Context) (string, error) {
		living = ctx
		return answer(ctx)
	})
	if got != "v1" || err != nil || living.Err() != nil {
		t.Errorf("got %s, %v; what was opened ended with %v", got, err, living.Err())
	}
	if end(); living.Err() == nil {
		t.Error("it goes on")
	}
	if _, _, err := opened(t.Context(), time.Minute, "it does not open", refuse); err != errRefused {
		t.Errorf("got %v", err)
	}
	_, _, err = opened(t.Context(), 10*time.Millisecond, "it does not open", silent)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), "it does not open within 10ms: ") {
		t.Errorf("got %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := opened(stopped, time.Minute, "it does not open", silent); err != context.Canceled {
		t.Errorf("interrupted: got %v", err)
	}
}
