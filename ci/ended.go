package main

import (
	"context"
	"time"
)

// ended calls a function, and waits for it unless it goes on after an
// interruption: something that nothing interrupts, such as the reading of a file
// in a network, must not keep the program.
func ended[T any](ctx context.Context, limit time.Duration, run func() (T, error)) (value T, err error) {
	type result struct {
		value T
		err   error
	}
	results := make(chan result, 1)
	go func() {
		value, err := run()
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
	case <-time.After(limit):
		return value, ctx.Err()
	}
}
