package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// Limits of patterns: more than an app needs would take minutes to apply to a large
// source.
const (
	maxPatterns = 1000
	maxPattern  = 4096 // characters; a path cannot have more
)

// rules are patterns, each compiled on its own. The results of a folder are cached,
// so that a file needs one match for each pattern, however deep it lies.
type rules struct {
	list    []rule
	folders map[string][]bool
}

type rule struct {
	*patternmatcher.PatternMatcher
	exception bool // it begins with !
	// missed is the result for a path that the pattern does not match.
	missed patternmatcher.MatchInfo
}

func newRules(patterns []string) (*rules, error) {
	if len(patterns) > maxPatterns {
		return nil, fmt.Errorf("%d patterns are more than the limit of %d; name folders instead of their files", len(patterns), maxPatterns)
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
// matches it, or a folder above it, decides.
func (r *rules) match(name string) (matched bool, err error) {
	matching, err := r.matchEach(name)
	for i, m := range matching {
		if m {
			matched = !r.list[i].exception
		}
	}
	return matched, err
}

// hasExceptions reports whether a pattern may undo the match of another one.
func (r *rules) hasExceptions() bool {
	for i := range r.list {
		if r.list[i].exception {
			return true
		}
	}
	return false
}

// depth counts the elements of a path down to the deepest file or folder that a
// pattern matches by itself, and not by a folder above it. For shop/deploy/.env it
// is 3 with the pattern **/.env, 1 with the pattern shop, and 0 without a match.
func (r *rules) depth(name string) (int, error) {
	for ; name != "."; name = path.Dir(name) {
		matching, err := r.matchEach(name)
		if err != nil {
			return 0, err
		}
		above, err := r.matchFolder(path.Dir(name))
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

// matchFolder is matchEach for a folder, with the result cached.
func (r *rules) matchFolder(name string) ([]bool, error) {
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

// matchEach reports for each pattern whether it matches a path or a folder above it.
func (r *rules) matchEach(name string) ([]bool, error) {
	if known, ok := r.folders[name]; ok {
		return known, nil
	}
	return r.evaluate(name)
}

func (r *rules) evaluate(name string) ([]bool, error) {
	above, err := r.matchFolder(path.Dir(name))
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
			parent = rule.missed // the folder above was matched before
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

// dockerignore reads the patterns of .dockerignore.
func (t *Tree) dockerignore() ([]string, error) {
	const name = ".dockerignore"
	text, err := fs.ReadFile(t.files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: it lists files that must not ship, and cannot be read: %w", name, withoutCall(err))
	}
	patterns, err := ignorefile.ReadAll(strings.NewReader(string(text)))
	if err == nil {
		_, err = newRules(patterns)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return patterns, nil
}
