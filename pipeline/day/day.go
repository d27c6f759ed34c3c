// Package day determines the day of a run. The pipeline looks for security updates
// and for a new vulnerability database once a day.
package day

import (
	"fmt"
	"time"
)

// Of returns the day of the setting or, if that is empty, the day of now in UTC.
func Of(setting string, now time.Time) (string, error) {
	if setting == "" {
		return now.UTC().Format(time.DateOnly), nil
	}
	if _, err := time.Parse(time.DateOnly, setting); err != nil {
		return "", fmt.Errorf("day: %q is not a valid day; write it like 2026-11-25", setting)
	}
	return setting, nil
}

// Since returns the number of days from a time in RFC 3339 to a day, 0 if the time
// is later or is not valid.
func Since(from, day string) int {
	begin, err := time.Parse(time.RFC3339Nano, from)
	end, wrong := time.Parse(time.DateOnly, day)
	if err != nil || wrong != nil {
		return 0
	}
	return max(0, int(end.Sub(begin.UTC().Truncate(24*time.Hour))/(24*time.Hour)))
}
