package lock

import (
	"regexp"
	"slices"
	"strings"
)

// exactVersion is a clause that only one version satisfies.
var exactVersion = regexp.MustCompile(`===?\s*[^\s=,;)*]+\s*(?:$|[,)])`)

// isPinned reports whether the requirement is the same release on each build.
func (r Requirement) isPinned() bool {
	if r.Hashed || r.Address != "" {
		return true
	}
	versions, _, _ := strings.Cut(r.text, ";")
	return exactVersion.MatchString(versions)
}

// Unpinned returns the packages that another build may install in another version:
// neither they nor a constraint name a single one.
func (s Set) Unpinned() []Requirement {
	var unpinned []Requirement
	for _, r := range s.Packages {
		pins := func(c Requirement) bool { return c.Name == r.Name && c.isPinned() }
		if !r.isPinned() && !slices.ContainsFunc(s.constraints, pins) {
			unpinned = append(unpinned, r)
		}
	}
	return unpinned
}
