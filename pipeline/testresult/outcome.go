// Package testresult says what a run of the tests came to: from how the test
// command ended, and from its reports.
package testresult

import (
	"fmt"
	"math"
	"strings"

	"dagger/python-pipeline/coverage"
	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/report"
)

// Limits are the reports that are taken of what tests write, each with its
// largest size in bytes.
var Limits = map[string]int64{report.JUnit: junit.MaxSize, report.Coverage: coverage.MaxSize}

// Outcome is how a test command ended.
type Outcome struct {
	// Status is its exit status; 128 and the signal's number where a signal
	// ended it.
	Status int `json:"status"`
	// TimedOut tells that it had to be ended.
	TimedOut bool `json:"timed_out"`
	// Refused are reports that were not taken.
	Refused []Refused `json:"refused"`
	// Stdout is the end of what it printed there.
	Stdout string `json:"stdout"`
	// Stderr is the end of what it printed there.
	Stderr string `json:"stderr"`
	// Ended is when it ended.
	Ended Moment `json:"ended"`
}

// passed says whether the command says that the tests passed, and all reports
// are there.
func (o Outcome) passed() bool { return o.Status == 0 && !o.TimedOut && len(o.Refused) == 0 }

// output is what the command printed, as far as it is kept.
func (o Outcome) output() string { return o.Stdout + "\n" + o.Stderr }

// Refused is a report that was not taken.
type Refused struct {
	// File is its name.
	File string `json:"file"`
	// Size is in bytes; nil for a link, a folder or anything else that is not an
	// ordinary file.
	Size *int64 `json:"size"`
	// Limit is the largest size, in bytes.
	Limit int64 `json:"limit"`
}

// String says why a report was not taken.
func (r Refused) String() string {
	if r.Size == nil {
		return r.File + " is not an ordinary file"
	}
	return fmt.Sprintf("%s is too large: %s, above the limit of %s", r.File, megabytes(*r.Size), megabytes(r.Limit))
}

// megabytes rounds up, so that what is above a limit never looks equal to it.
func megabytes(bytes int64) string {
	text := fmt.Sprintf("%.1f", math.Ceil(float64(bytes)/1e5)/10)
	return strings.TrimSuffix(text, ".0") + " MB"
}
