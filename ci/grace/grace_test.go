package grace

import (
	"context"
	"errors"
	"testing"
	"time"
)

// What cannot be interrupted does not keep the program.
func TestCall(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	if got, err := Call(t.Context(), time.Hour, func() (int, error) { return 7, failed }); got != 7 || !errors.Is(err, failed) {
		t.Errorf("got %d, %v", got, err)
	}
	ctx, interrupt := context.WithCancel(t.Context())
	begun, hang := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(hang) })
	go func() {
		<-begun
		interrupt()
	}()
	if _, err := Call(ctx, time.Millisecond, func() (int, error) { close(begun); <-hang; return 0, nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	cleanedUp := func() (int, error) { <-ctx.Done(); return 0, failed }
	if _, err := Call(ctx, time.Hour, cleanedUp); !errors.Is(err, failed) {
		t.Errorf("got %v; what ends by itself has its own error", err)
	}
}
