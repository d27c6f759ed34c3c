// Package day says which day a run stands on. Security updates and the
// vulnerability database are looked for once a day.
package day

import (
	"fmt"
	"time"
)

// Of returns the day that is asked for, or without one that of a time, in UTC.
func Of(asked string, now time.Time) (string, error) {
	if asked == "" {
		return now.UTC().Format(time.DateOnly), nil
	}
	if _, err := time.Parse(time.DateOnly, asked); err != nil {
		return "", fmt.Errorf("day: %q is not a valid day; write it like 2026-11-25", asked)
	}
	return asked, nil
}
