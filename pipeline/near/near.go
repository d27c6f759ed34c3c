// Package near finds the name that a mistyped one was meant to be.
package near

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// longest is the length of a name that may be a mistyped one; to compare a longer
// one takes time.
const longest = 100

// To gives the candidate with the fewest edits from a name, limit at most, or "".
// Case counts for nothing, nor does an underscore in place of a dash.
func To(name string, candidates []string, limit int) string {
	if len(name) > longest {
		return ""
	}
	best, distance := "", limit+1
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(plain(name), plain(candidate)); d < distance {
			best, distance = candidate, d
		}
	}
	return best
}

func plain(name string) string { return strings.ReplaceAll(strings.ToLower(name), "_", "-") }
