package progress

import (
	"fmt"
	"time"
)

// Task is a step that runs. The first call of Done or Fail ends it; later calls do nothing.
type Task struct {
	display *Display
	name    string
	started time.Time

	// The display's lock guards these.
	ended    bool
	showAt   time.Duration // age at which a log shows the task again
	interval time.Duration // between the last time and that one
}

// Done ends the task as successful; the note, which may be "", follows its name.
func (t *Task) Done(note string) { t.display.end(t, success, note, "") }

// Fail ends the task as failed; the error's lines follow below its name.
func (t *Task) Fail(err error) {
	details := ""
	if err != nil {
		details = err.Error()
	}
	t.display.end(t, failure, "", details)
}

// Seconds formats a duration: in tenths of a second below a minute, in whole seconds above.
func Seconds(d time.Duration) string {
	if d = d.Round(100 * time.Millisecond); d < time.Minute {
		return fmt.Sprintf("%.1fs", d.Seconds())
	}
	return age(d.Round(time.Second))
}

// age formats a duration in whole seconds.
func age(d time.Duration) string {
	whole := int(d.Seconds())
	if whole < 60 {
		return fmt.Sprintf("%ds", whole)
	}
	return fmt.Sprintf("%dm%02ds", whole/60, whole%60)
}
