package engine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// callWithin returns the result of a call. When the call does not return in time, the error begins with problem.
func callWithin[T any](ctx context.Context, limit time.Duration, problem string, call func(context.Context) (T, error)) (T, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	value, err := call(limited)
	if err != nil && ctx.Err() == nil && errors.Is(limited.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("%s within %s: %w", problem, limit, err)
	}
	return value, err
}

// openWithin is callWithin for a call whose result lives as long as the context
// that the call got: until the returned function or ctx ends it.
func openWithin[T any](ctx context.Context, limit time.Duration, problem string, open func(context.Context) (T, error)) (value T, end func(), err error) {
	opening, cancel := context.WithCancel(ctx)
	timer := time.AfterFunc(limit, cancel)
	value, err = open(opening)
	if inTime := timer.Stop(); err == nil && inTime {
		return value, cancel, nil
	} else if !inTime && ctx.Err() == nil {
		err = fmt.Errorf("%s within %s: %w", problem, limit, errors.Join(context.DeadlineExceeded, err))
	}
	cancel()
	return value, func() {}, err
}
