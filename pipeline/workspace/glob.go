package workspace

import (
	"path"
	"strings"
)

// matchAny reports whether one of the patterns names a folder. A pattern that is not
// valid names none: uv rejects it.
func matchAny(patterns []string, folder string) bool {
	for _, pattern := range patterns {
		if match(strings.Split(path.Clean(pattern), "/"), strings.Split(folder, "/")) {
			return true
		}
	}
	return false
}

// match compares a pattern and a path, each split at its slashes. ** stands for any
// number of folders.
func match(pattern, names []string) bool {
	for len(pattern) > 0 {
		if pattern[0] == "**" {
			for skip := range len(names) + 1 {
				if match(pattern[1:], names[skip:]) {
					return true
				}
			}
			return false
		}
		if len(names) == 0 {
			return false
		}
		if same, err := path.Match(pattern[0], names[0]); err != nil || !same {
			return false
		}
		pattern, names = pattern[1:], names[1:]
	}
	return len(names) == 0
}
