// Package links resolves symbolic links.
package links

import "path/filepath"

// Resolve follows the links of a path as far as the path exists, so that a file
// or a folder has the same name before and after it is made.
func Resolve(path string) string {
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		return resolved
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(Resolve(parent), filepath.Base(path))
	}
	return path
}
