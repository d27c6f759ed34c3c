package progress

import (
	"fmt"
	"time"
)

const (
	signAfter    = 10 * time.Second
	longestPause = time.Minute
)

// signsOfLife adds a line for each task that has been silent for long, at growing intervals: a log that stands still
// looks like a job that hangs, and one that repeats itself hides what happened.
func (d *Display) signsOfLife() {
	for _, t := range d.running {
		passed := time.Since(t.started)
		if passed < t.nextSign {
			continue
		}
		d.keep(fmt.Sprintf("… %s (%s)", t.name, age(passed)))
		for t.nextSign <= passed {
			t.interval = min(2*t.interval, longestPause)
			t.nextSign += t.interval
		}
	}
}
