//go:build linux

package embedded

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// clearCgroups removes the control groups that the engine leaves empty, under
// each controller on hosts with version 1. One that is in use, by another
// engine, cannot be removed, and is not.
func clearCgroups() {
	const root = "/sys/fs/cgroup"
	for _, pattern := range []string{"buildkit", "*/buildkit"} {
		tops, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			continue
		}
		for _, top := range tops {
			for _, group := range slices.Backward(foldersBelow(top)) {
				_ = os.Remove(group)
			}
		}
	}
}

// foldersBelow lists a folder and those in it, parents first.
func foldersBelow(top string) []string {
	var folders []string
	// A group that vanishes meanwhile needs no removal.
	_ = filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return nil
	})
	return folders
}
