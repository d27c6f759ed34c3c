// Package poll waits for events that cannot be subscribed to, such as a lock that becomes free or a process that ends.
package poll

import (
	"context"
	"time"
)

// Until calls done, at once and then at every interval, until it returns true or an error. It returns false without an
// error after the limit, and the error of ctx when ctx ends first.
func Until(ctx context.Context, interval, limit time.Duration, done func() (bool, error)) (bool, error) {
	end := time.After(limit)
	for {
		if ok, err := done(); ok || err != nil {
			return ok, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-end:
			return false, nil
		case <-time.After(interval):
		}
	}
}
