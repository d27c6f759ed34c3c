package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// judgeNames looks at the variables that begin with the prefix and are not known. One near a known name is a mistake
// that would go unnoticed otherwise; any other may be a CI system's own and gets a warning. Values stay out of it: the
// wrong name can hold a password.
func judgeNames(env environment) (warnings []Warning, problems []error) {
	var known []string
	for _, variable := range Variables() {
		if !variable.Honoured {
			known = append(known, variable.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		upper := strings.ToUpper(name)
		if env[name] == "" || !strings.HasPrefix(upper, Prefix) || slices.Contains(known, name) {
			continue
		}
		if meant := nearest(upper, known); meant != "" {
			problems = append(problems, fmt.Errorf("%s: unknown variable, did you mean %s? rename it or unset it", name, meant))
			continue
		}
		warnings = append(warnings, Warning(name+": unknown variable: ignored; `go run ./ci help` lists the known ones"))
	}
	return warnings, problems
}

// nearest returns the known name that was probably meant, or "". Names are compared without the prefix, which would
// make all of them look alike; the shorter a name, the fewer letters may differ. The beginning of a known name
// (REGISTRY_USER) is near however much is missing.
func nearest(name string, known []string) string {
	said := strings.TrimPrefix(name, Prefix)
	limit := min(2, len(said)/3)
	best, bestDistance := "", limit+1
	for _, candidate := range known {
		meant := strings.TrimPrefix(candidate, Prefix)
		distance := editDistance(said, meant)
		if len(said) >= 4 && strings.HasPrefix(meant, said) {
			distance = min(distance, limit)
		}
		if distance < bestDistance {
			best, bestDistance = candidate, distance
		}
	}
	return best
}

// editDistance counts the letters to insert, delete, replace or swap with their neighbour to get from a to b.
func editDistance(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			replace := rows[i-1][j-1]
			if a[i-1] != b[j-1] {
				replace++
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, replace)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
