// Package suggest finds the known name that is most like a mistyped one.
package suggest

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// longest is the longest name to compare, since longer ones take much time.
const longest = 100

// Closest returns the candidate with the fewest edits from a name, at most limit, or
// "". It ignores case, and treats an underscore as a dash.
func Closest(name string, candidates []string, limit int) string {
	if len(name) > longest {
		return ""
	}
	best, distance := "", limit+1
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(normalize(name), normalize(candidate)); d < distance {
			best, distance = candidate, d
		}
	}
	return best
}

func normalize(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "-") }
