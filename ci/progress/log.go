package progress

import (
	"fmt"
	"time"
)

const (
	firstShown      = 10 * time.Second
	longestInterval = time.Minute
)

// showLongTasks adds a line for each task that runs for long, at growing intervals: a log without new lines looks like a job
// that hangs, and one that repeats itself hides what happened.
func (d *Display) showLongTasks() {
	for _, t := range d.running {
		passed := time.Since(t.started)
		if passed < t.showAt {
			continue
		}
		d.keep(fmt.Sprintf("… %s (%s)", t.name, age(passed)))
		for t.showAt <= passed {
			t.interval = min(2*t.interval, longestInterval)
			t.showAt += t.interval
		}
	}
}
