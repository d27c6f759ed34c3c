package source

import (
	"path"
	"slices"
	"strings"
)

// Never are files that are not the app's own, wherever they lie: version control,
// virtual environments and leftovers of tools. No stage gets them, and no search
// visits them.
var Never = []string{
	"**/.git", "**/.hg", "**/.svn", "**/__pycache__", "**/*.pyc", "**/.venv", "**/venv", "**/.tox", "**/.nox",
	"**/.pytest_cache", "**/.mypy_cache", "**/.ruff_cache", "**/.hypothesis", "**/.coverage", "**/node_modules", "**/.DS_Store",
}

// isNever reports whether a pattern of Never matches a path. None is malformed.
func isNever(name string) bool {
	return slices.ContainsFunc(Never, func(pattern string) bool {
		matches, _ := path.Match(strings.TrimPrefix(pattern, "**/"), path.Base(name))
		return matches
	})
}

// IsNever reports whether a file, or a folder above it, is not the app's own.
func IsNever(name string) bool {
	for ; name != "."; name = path.Dir(name) {
		if isNever(name) {
			return true
		}
	}
	return false
}
