//go:build linux

package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"python-pipeline/ci/poll"
	"python-pipeline/ci/progress"
)

// An engine answers within a few seconds, unless it empties its build cache first: 16 GB took two minutes on a slow
// disk.
const (
	startLimit = time.Minute
	emptyLimit = 30 * time.Minute
)

// emptiesCache is a part of the line that the engine logs before it empties its build cache. It does so if it was not
// stopped in order, because it does not trust the cache then.
var emptiesCache = []byte("resetting worker and dagql persistence state")

const notStoppedInOrder = "embedded engine: it was not stopped in order, so it empties its build cache first; that takes minutes if the cache is large"

// waitUntilReady calls ready until it returns nil, the supervisor has ended or the time is over.
func (e *Engine) waitUntilReady(ctx context.Context, display *progress.Display, ready func() error) error {
	limit, begin := startLimit, time.Now()
	_, err := poll.Until(ctx, 20*time.Millisecond, emptyLimit+startLimit, func() (bool, error) {
		err := ready()
		switch {
		case err == nil:
			return true, nil
		case ctx.Err() == nil && !e.folder.hasSupervisor():
			return false, errors.New("the supervisor ended")
		case limit == startLimit && e.emptiesCache():
			limit = emptyLimit
			display.Info(notStoppedInOrder)
		case time.Since(begin) >= limit:
			return false, fmt.Errorf("no answer within %s: %w", limit, err)
		}
		return false, nil
	})
	return err
}

func (e *Engine) emptiesCache() bool {
	log, err := os.ReadFile(e.folder.logFile("engine"))
	return err == nil && bytes.Contains(log, emptiesCache)
}
