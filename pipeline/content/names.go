package content

import (
	"path"
	"slices"
	"strings"

	"github.com/moby/patternmatcher"
)

// names are patterns, each on its own, that say which files and folders are
// meant.
type names []*patternmatcher.PatternMatcher

func newNames(patterns []string) (names, error) {
	var n names
	for _, pattern := range patterns {
		m, err := matcher([]string{pattern})
		if err != nil {
			return nil, err
		}
		n = append(n, m)
	}
	return n, nil
}

// naming leaves out exceptions, and patterns that end in one for anything.
func naming(patterns []string) []string {
	return slices.DeleteFunc(slices.Clone(patterns), func(pattern string) bool {
		return strings.HasPrefix(pattern, "!") || strings.Trim(path.Base(pattern), "*?.") == ""
	})
}

// depth is how many elements the longest beginning of a path has that a pattern
// means itself, and not by a folder above it; 0 for none.
func (n names) depth(name string) (int, error) {
	for elements := strings.Count(name, "/") + 1; elements > 0; elements-- {
		above := path.Dir(name)
		for _, m := range n {
			meant, err := m.MatchesOrParentMatches(name)
			if err != nil {
				return 0, err
			}
			if !meant {
				continue
			}
			if above == "." {
				return elements, nil
			}
			if byFolder, err := m.MatchesOrParentMatches(above); err != nil || !byFolder {
				return elements, err
			}
		}
		name = above
	}
	return 0, nil
}
