//go:build linux

package embedded

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// clearCgroups removes the empty control groups that the engine leaves behind; with version 1 of control groups each
// controller has its own. Groups that another engine uses cannot be removed and stay.
func clearCgroups() {
	const root = "/sys/fs/cgroup"
	for _, pattern := range []string{"buildkit", "*/buildkit"} {
		tops, _ := filepath.Glob(filepath.Join(root, pattern)) // the pattern is valid
		for _, top := range tops {
			for _, group := range slices.Backward(foldersBelow(top)) {
				_ = os.Remove(group)
			}
		}
	}
}

// foldersBelow lists a folder and its subfolders, parents first.
func foldersBelow(top string) []string {
	var folders []string
	// A group that another process removes meanwhile needs no removal.
	_ = filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.IsDir() {
			folders = append(folders, path)
		}
		return nil
	})
	return folders
}
