package embedded

// RoomAdvice says what to do when the disk of a cache folder is full.
func RoomAdvice(cacheFolder string) string {
	return "free some space on the disk of " + cacheFolder + ", or set PIPELINE_CACHE_DIR to a folder on another one"
}
