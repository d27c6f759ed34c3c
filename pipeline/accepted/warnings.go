package accepted

import (
	"fmt"
	"time"

	"dagger/python-pipeline/printable"
)

// soon is how long before its end an entry is told of.
const soon = 14 * 24 * time.Hour

// maxNamed is how many entries a warning names.
const maxNamed = 5

// warningsOf has a line for each kind of entry to look at. Days are dates, not
// counted from today: the same file gives the same words on many days.
func warningsOf(entries []entry, yaml bool, today time.Time) []string {
	var endless, unexplained, ending, expired []string
	for _, e := range entries {
		named := fmt.Sprintf("%s (line %d)", e.id, e.line)
		until := fmt.Sprintf("%s on %s (line %d)", e.id, e.expires.Format(time.DateOnly), e.line)
		switch left := e.expires.Sub(today); {
		case e.expires.IsZero():
			endless = append(endless, named)
		case left < 0:
			expired = append(expired, until)
		case left <= soon:
			ending = append(ending, until)
		}
		if !e.statement {
			unexplained = append(unexplained, named)
		}
	}
	day := "expired_at"
	if !yaml {
		day = "exp:2026-12-31"
	}
	var warnings []string
	for _, w := range []struct {
		entries []string
		text    string
	}{
		{endless, "accepted for ever: %s; give each a day with " + day},
		{unexplained, "accepted without a reason: %s; give each a statement"},
		{ending, "soon accepted no more: %s; update what has them, or look at them again"},
		{expired, "accepted no more: %s; remove the entries"},
	} {
		if len(w.entries) > 0 {
			warnings = append(warnings, fmt.Sprintf(w.text, printable.First(maxNamed, w.entries)))
		}
	}
	return warnings
}
