package settings

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// near is the candidate that name was probably meant to be: the one with the
// fewest edits, limit at most, or "". Case and underscores count for nothing.
func near(name string, candidates []string, limit int) string {
	plain := strings.ReplaceAll(strings.ToLower(name), "_", "-")
	best, distance := "", limit+1
	for _, candidate := range candidates {
		if d := levenshtein.ComputeDistance(plain, candidate); d < distance {
			best, distance = candidate, d
		}
	}
	return best
}
