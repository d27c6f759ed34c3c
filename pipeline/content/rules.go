package content

import (
	"fmt"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/moby/patternmatcher"
)

// What is more than an app can mean would take minutes to apply to a large
// source.
const (
	maxPatterns = 1000
	maxPattern  = 4096 // characters; a path cannot have more
)

// rules are patterns, each on its own. What is known of a folder is kept, so that
// a file costs one look at each pattern, however deep it lies.
type rules struct {
	list    []rule
	folders map[string][]bool
}

type rule struct {
	*patternmatcher.PatternMatcher
	exception bool // it begins with !
	// missed is the result of a path that the pattern does not match.
	missed patternmatcher.MatchInfo
}

func newRules(patterns []string) (*rules, error) {
	if len(patterns) > maxPatterns {
		return nil, fmt.Errorf("%d patterns are more than the %d that are possible; name folders in place of their files", len(patterns), maxPatterns)
	}
	r := &rules{folders: map[string][]bool{}}
	for _, pattern := range patterns {
		if len(pattern) > maxPattern {
			return nil, fmt.Errorf("the pattern %.40q… is longer than the %d characters that a path may have", pattern, maxPattern)
		}
		if pattern = strings.TrimSpace(pattern); pattern != "" {
			pattern = path.Clean(pattern)
		}
		positive, exception := strings.CutPrefix(pattern, "!")
		m, err := patternmatcher.New([]string{positive})
		if err != nil || len(m.Patterns()) == 0 && exception || !utf8.ValidString(pattern) || strings.Contains(pattern, "\x00") {
			return nil, fmt.Errorf("%q is not a valid pattern", pattern)
		}
		if len(m.Patterns()) > 0 {
			r.list = append(r.list, rule{PatternMatcher: m, exception: exception})
		}
	}
	return r, nil
}

// match applies the patterns to a path as .dockerignore does: the last one that
// matches it, or a folder above it, says whether it is meant.
func (r *rules) match(name string) (matched bool, err error) {
	matching, err := r.matching(name)
	for i, m := range matching {
		if m {
			matched = !r.list[i].exception
		}
	}
	return matched, err
}

// exceptions tells whether a pattern may take back what another says.
func (r *rules) exceptions() bool {
	for i := range r.list {
		if r.list[i].exception {
			return true
		}
	}
	return false
}

// depth is how many elements the longest beginning of a path has that a pattern
// means itself, and not by a folder above it; 0 for none.
func (r *rules) depth(name string) (int, error) {
	for ; name != "."; name = path.Dir(name) {
		matching, err := r.matching(name)
		if err != nil {
			return 0, err
		}
		above, err := r.folder(path.Dir(name))
		if err != nil {
			return 0, err
		}
		for i, m := range matching {
			if m && !above[i] {
				return strings.Count(name, "/") + 1, nil
			}
		}
	}
	return 0, nil
}

// folder is matching for a folder, kept.
func (r *rules) folder(name string) ([]bool, error) {
	if known, ok := r.folders[name]; ok {
		return known, nil
	}
	if name == "." {
		return make([]bool, len(r.list)), nil
	}
	matching, err := r.evaluate(name)
	r.folders[name] = matching
	return matching, err
}

// matching tells of each pattern whether it matches a path or a folder above it.
func (r *rules) matching(name string) ([]bool, error) {
	if known, ok := r.folders[name]; ok {
		return known, nil
	}
	return r.evaluate(name)
}

func (r *rules) evaluate(name string) ([]bool, error) {
	above, err := r.folder(path.Dir(name))
	if err != nil {
		return nil, err
	}
	matching := make([]bool, len(r.list))
	for i := range r.list {
		if matching[i] = above[i]; matching[i] {
			continue
		}
		rule, parent := &r.list[i], patternmatcher.MatchInfo{}
		if strings.Contains(name, "/") {
			parent = rule.missed // the folder above was looked at before
		}
		matched, info, err := rule.MatchesUsingParentResults(name, parent)
		if err != nil {
			return nil, err
		}
		if matching[i] = matched; !matched {
			rule.missed = info
		}
	}
	return matching, nil
}
