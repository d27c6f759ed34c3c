package day

import (
	"testing"
	"time"
)

func TestOf(t *testing.T) {
	t.Parallel()
	// It is the next day in the clock's time zone, but not in UTC.
	now := time.Date(2026, 11, 26, 0, 30, 0, 0, time.FixedZone("CET", 3600))
	for setting, want := range map[string]string{
		"":            "2026-11-25",
		"2026-02-28":  "2026-02-28",
		"2026-02-30":  "",
		"26-11-25":    "",
		"2026-11-25 ": "",
		"today":       "",
	} {
		got, err := Of(setting, now)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", setting, got, err, want)
		}
	}
}

func TestSince(t *testing.T) {
	t.Parallel()
	for from, want := range map[string]int{
		"2026-11-27T23:59:59Z":      0,
		"2026-11-28T00:00:01Z":      0,
		"2026-11-26T23:59:59.5Z":    1,
		"2026-11-27T01:00:00+02:00": 1,
		"2025-11-27T12:00:00Z":      365,
		"2026-11-20T00:00:00Z":      7,
		"yesterday":                 0,
	} {
		if got := Since(from, "2026-11-27"); got != want {
			t.Errorf("%s: %d days, want %d", from, got, want)
		}
	}
}
