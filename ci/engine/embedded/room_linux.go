package embedded

import "golang.org/x/sys/unix"

// Room gives how many bytes the disk of an engine's build cache has left; it is
// false where that cannot be known.
func Room(cacheFolder string) (int64, bool) {
	var disk unix.Statfs_t
	if err := unix.Statfs(Folder(cacheFolder).state(), &disk); err != nil {
		return 0, false
	}
	return int64(disk.Bavail) * disk.Bsize, true
}
