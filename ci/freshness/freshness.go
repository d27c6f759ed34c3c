// Package freshness judges by its age whether something kept may still be used.
package freshness

import "time"

// Within says whether what was made at a time is younger than the limit. What
// seems to come from the future is not: the clock was set back since, and its
// age is unknown.
func Within(limit time.Duration, made, now time.Time) bool {
	age := now.Sub(made)
	return age >= 0 && age < limit
}
