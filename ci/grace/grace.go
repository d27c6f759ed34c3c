// Package grace gives a function time to end after an interruption, and no more.
package grace

import (
	"context"
	"time"
)

// Call calls a function and waits for it, after an interruption no longer than the period: a function that cannot be
// interrupted, such as one that reads a file over a network, must not keep the program running.
func Call[T any](ctx context.Context, period time.Duration, f func() (T, error)) (value T, err error) {
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		value, err := f()
		results <- result{value, err}
	}()
	select {
	case r := <-results:
		return r.value, r.err
	case <-ctx.Done():
	}
	select {
	case r := <-results:
		return r.value, r.err
	case <-time.After(period):
		return value, ctx.Err()
	}
}
