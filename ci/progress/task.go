package progress

import (
	"fmt"
	"time"
)

// Task is one thing that runs. The first of Done and Fail ends it; calls after that do nothing.
type Task struct {
	display *Display
	name    string
	started time.Time

	// The display's lock guards these.
	ended    bool
	nextSign time.Duration // age at which a log shows the next sign of life
	interval time.Duration // between the last sign of life and that one
}

// Done ends the task as successful; note (may be "") stays beside its name.
func (t *Task) Done(note string) { t.display.end(t, success, note, "") }

// Fail ends the task; the error's lines stay below its name.
func (t *Task) Fail(err error) {
	details := ""
	if err != nil {
		details = err.Error()
	}
	t.display.end(t, failure, "", details)
}

// Seconds writes a duration as people compare them: tenths below a minute, whole seconds above.
func Seconds(d time.Duration) string {
	if d = d.Round(100 * time.Millisecond); d < time.Minute {
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return age(d.Round(time.Second))
}

// age writes the whole seconds that have passed.
func age(d time.Duration) string {
	whole := int(d.Seconds())
	if whole < 60 {
		return fmt.Sprintf("%ds", whole)
	}
	return fmt.Sprintf("%dm%02ds", whole/60, whole%60)
}
