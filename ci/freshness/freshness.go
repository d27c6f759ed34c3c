// Package freshness judges by age whether a stored result may still be used.
package freshness

import "time"

// Within reports whether a result that was made at a time is younger than the limit. A result with a time in the future
// is not: the clock was set back since, and its age is unknown.
func Within(limit time.Duration, made, now time.Time) bool {
	age := now.Sub(made)
	return age >= 0 && age < limit
}
