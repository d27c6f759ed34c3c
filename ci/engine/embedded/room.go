package embedded

import "python-pipeline/ci/diskspace"

// RoomAdvice says what to do when the disk of a cache folder is full.
func RoomAdvice(cacheFolder string) string {
	return "free some space on the disk of " + cacheFolder + ", or set PIPELINE_CACHE_DIR to a folder on another one"
}

// littleRoom is what may be needed, in bytes, to unpack one image or to compile
// one program.
const littleRoom = 1_000_000_000

// AdviseRoom adds to an error of the engine, or of what brings it up, that the
// disk of its build cache is full or nearly so, and what to do about it.
func AdviseRoom(err error, cacheFolder string) error {
	return diskspace.AdviseNear(err, Folder(cacheFolder).states(), littleRoom, RoomAdvice(cacheFolder))
}
