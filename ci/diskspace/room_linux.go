package diskspace

import "golang.org/x/sys/unix"

// room returns the number of bytes that the disk of a folder has left.
func room(folder string) (int64, bool) {
	var disk unix.Statfs_t
	if err := unix.Statfs(folder, &disk); err != nil {
		return 0, false
	}
	return int64(disk.Bavail) * disk.Bsize, true
}
