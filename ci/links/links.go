// Package links follows symbolic links.
package links

import "path/filepath"

// Resolve follows the links of a path as far as it exists, so that a file or a
// folder has one name before it is made and after.
func Resolve(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(Resolve(parent), filepath.Base(path))
	}
	return path
}
