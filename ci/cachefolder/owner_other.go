//go:build !unix

package cachefolder

import "io/fs"

// openToOthers knows of no owners on this system.
func openToOthers(fs.FileInfo) string { return "" }
