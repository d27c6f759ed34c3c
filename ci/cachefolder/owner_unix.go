//go:build unix

package cachefolder

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// openToOthers describes how a user other than this process's can change a
// folder; "" when only root can, who can write everything.
func openToOthers(info fs.FileInfo) string {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	mode := info.Mode().Perm()
	switch {
	case stat.Uid != 0 && int(stat.Uid) != os.Geteuid():
		return fmt.Sprintf("it belongs to another user (number %d)", stat.Uid)
	// Many systems give each user a group of their own.
	case mode&0o002 != 0, mode&0o020 != 0 && int(stat.Gid) != os.Getegid():
		return fmt.Sprintf("other users can write it (its mode is %#o)", mode)
	}
	return ""
}
