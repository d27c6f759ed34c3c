//go:build !unix

package cachefolder

import "io/fs"

// openToOthers is always "": folders of this system have no owner of Unix.
func openToOthers(fs.FileInfo) string { return "" }
