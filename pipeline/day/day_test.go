package day

import (
	"testing"
	"time"
)

func TestOf(t *testing.T) {
	t.Parallel()
	// It is the next day already where this clock hangs, and not yet in UTC.
	now := time.Date(2026, 11, 26, 0, 30, 0, 0, time.FixedZone("CET", 3600))
	for asked, want := range map[string]string{
		"":            "2026-11-25",
		"2026-02-28":  "2026-02-28",
		"2026-02-30":  "",
		"26-11-25":    "",
		"2026-11-25 ": "",
		"today":       "",
	} {
		got, err := Of(asked, now)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; want %q", asked, got, err, want)
		}
	}
}
