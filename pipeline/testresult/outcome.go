// Package testresult determines the result of a run of the tests, from the exit of the test command, its output and its
// reports.
package testresult

import (
	"fmt"
	"math"
	"os"
	"strings"

	"dagger/python-pipeline/report"
)

// Limits are the reports that the pipeline takes from a test command, each with its largest size in bytes.
var Limits = map[string]int64{report.JUnit: MaxSize, report.Coverage: MaxSize}

// Outcome is how a test command ended.
type Outcome struct {
	Status   int       `json:"status"`    // its exit status; 128 and the signal's number if a signal ended it
	TimedOut bool      `json:"timed_out"` // whether the time limit ended it
	Refused  []Refused `json:"refused"`   // reports that were refused
	Stdout   string    `json:"stdout"`    // the end of its standard output
	Stderr   string    `json:"stderr"`    // the end of its standard error
	Ended    Moment    `json:"ended"`     // when it ended
}

// passed reports whether the command succeeded in time, and no report was refused.
func (o Outcome) passed() bool { return o.Status == 0 && !o.TimedOut && len(o.Refused) == 0 }

func (o Outcome) output() string { return o.Stdout + "\n" + o.Stderr }

// Refused is a report that was refused.
type Refused struct {
	File  string `json:"file"`  // its name
	Size  *int64 `json:"size"`  // in bytes; nil for a link, a folder or anything else that is not an ordinary file
	Limit int64  `json:"limit"` // the largest size, in bytes
}

// String returns the reason.
func (r Refused) String() string {
	if r.Size == nil {
		return r.File + " is not an ordinary file"
	}
	return fmt.Sprintf("%s is too large: %s, above the limit of %s", r.File, megabytes(*r.Size), megabytes(r.Limit))
}

// megabytes rounds up, so that a size above a limit never looks equal to it.
func megabytes(bytes int64) string {
	text := fmt.Sprintf("%.1f", math.Ceil(float64(bytes)/1e5)/10)
	return strings.TrimSuffix(text, ".0") + " MB"
}

// Moment is a time by the kernel's clock, which all containers of an engine share and which cannot be set.
type Moment struct {
	Boot    string  `json:"boot"`    // identifies a start of the kernel
	Seconds float64 `json:"seconds"` // since that start
}

// Now returns the current moment.
func Now() (Moment, error) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return Moment{}, err
	}
	uptime, err := os.ReadFile("/proc/uptime")
	if err != nil {
		return Moment{}, err
	}
	now := Moment{Boot: strings.TrimSpace(string(boot))}
	if _, err := fmt.Sscan(string(uptime), &now.Seconds); err != nil {
		return Moment{}, fmt.Errorf("/proc/uptime: %w", err)
	}
	return now, nil
}

// Before reports whether a moment was earlier than another one. A moment with another start of the kernel always was.
func (m Moment) Before(other Moment) bool { return m.Boot != other.Boot || m.Seconds < other.Seconds }

// String returns a text that differs for any two moments.
func (m Moment) String() string { return fmt.Sprint(m.Boot, " ", m.Seconds) }
