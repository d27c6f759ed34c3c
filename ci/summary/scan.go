package summary

import (
	"fmt"
	"math"
	"strings"
)

// String counts the findings that there are, the worst first.
func (s *Scan) String() string {
	if s == nil {
		return "-"
	}
	var parts []string
	for _, c := range []struct {
		count    int
		severity string
	}{{s.Critical, "critical"}, {s.High, "high"}, {s.Medium, "medium"}, {s.Low, "low"}, {s.Unknown, "unknown"}} {
		if c.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", c.count, c.severity))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "none")
	}
	if s.Suppressed > 0 {
		parts = append(parts, fmt.Sprintf("%d accepted", s.Suppressed))
	}
	return strings.Join(parts, ", ")
}

// String says which database it is, how much it knows and how old it is.
func (d Database) String() string {
	text := d.Source
	if d.Advisories > 0 {
		text += fmt.Sprintf(", %d advisories", d.Advisories)
	}
	if days := math.Round(d.Days); days == 1 {
		text += ", 1 day old"
	} else {
		text += fmt.Sprintf(", %.0f days old", days)
	}
	switch {
	case d.Small:
		text += "; it is no replacement for a real one"
	case d.old():
		text += "; what became known since is not found"
	}
	return text
}

// oldAfter is an age in days at which a database that is made every six hours is
// no longer what a scan is run for.
const oldAfter = 7

func (d Database) old() bool { return d.Days > oldAfter }

// doubtful tells whether a person should know with what images were judged.
func (d Database) doubtful() bool { return d.Small || d.old() }

// databases lists those that a run used.
func (s Summary) databases() []Database {
	var used []Database
	seen := map[string]bool{}
	for _, app := range s.Apps {
		if app.Scan != nil && !seen[app.Scan.Database.String()] {
			seen[app.Scan.Database.String()] = true
			used = append(used, app.Scan.Database)
		}
	}
	return used
}
