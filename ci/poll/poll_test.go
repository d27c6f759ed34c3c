package poll

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestUntil(t *testing.T) {
	t.Parallel()
	failed := errors.New("failed")
	for name, test := range map[string]struct {
		stop  time.Duration // when the context ends
		limit time.Duration
		done  func(call int) (bool, error)

		calls int
		took  time.Duration
		ok    bool
		err   error
	}{
		"at once":              {time.Hour, 10 * time.Second, func(int) (bool, error) { return true, nil }, 1, 0, true, nil},
		"at the third call":    {time.Hour, 10 * time.Second, func(call int) (bool, error) { return call == 3, nil }, 3, 2 * time.Second, true, nil},
		"an error":             {time.Hour, 10 * time.Second, func(call int) (bool, error) { return false, failed }, 1, 0, false, failed},
		"too late":             {time.Hour, 2500 * time.Millisecond, func(int) (bool, error) { return false, nil }, 3, 2500 * time.Millisecond, false, nil},
		"stopped":              {1500 * time.Millisecond, 10 * time.Second, func(int) (bool, error) { return false, nil }, 2, 1500 * time.Millisecond, false, context.DeadlineExceeded},
		"stopped, but at once": {0, 10 * time.Second, func(int) (bool, error) { return true, nil }, 1, 0, true, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), test.stop)
				defer cancel()
				begin, calls := time.Now(), 0
				ok, err := Until(ctx, time.Second, test.limit, func() (bool, error) {
					calls++
					return test.done(calls)
				})
				if ok != test.ok || !errors.Is(err, test.err) {
					t.Errorf("got %t, %v; want %t, %v", ok, err, test.ok, test.err)
				}
				if took := time.Since(begin); calls != test.calls || took != test.took {
					t.Errorf("%d calls in %s, want %d in %s", calls, took, test.calls, test.took)
				}
			})
		})
	}
}
