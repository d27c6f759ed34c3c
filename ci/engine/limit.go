package engine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// within gives what a call gives that has to return in time. silence says what
// is wrong when it does not.
func within[T any](ctx context.Context, limit time.Duration, silence string, call func(context.Context) (T, error)) (T, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	value, err := call(limited)
	if err != nil && ctx.Err() == nil && errors.Is(limited.Err(), context.DeadlineExceeded) {
		err = fmt.Errorf("%s within %s: %w", silence, limit, err)
	}
	return value, err
}

// opened gives what an opening call gives, which has to return in time, and
// which lives as long as the context that it is given: until the function that is
// returned, or ctx, ends it.
func opened[T any](ctx context.Context, limit time.Duration, silence string, open func(context.Context) (T, error)) (value T, end func(), err error) {
	living, cancel := context.WithCancel(ctx)
	late := time.AfterFunc(limit, cancel)
	value, err = open(living)
	if inTime := late.Stop(); err == nil && inTime {
		return value, cancel, nil
	} else if !inTime && ctx.Err() == nil {
		err = fmt.Errorf("%s within %s: %w", silence, limit, errors.Join(context.DeadlineExceeded, err))
	}
	cancel()
	return value, func() {}, err
}
