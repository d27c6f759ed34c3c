package diskspace

import "fmt"

// AdviseNear is Advise, and adds the advice to any other error too where the disk
// of a folder has less room than this many bytes: many programs fail on a full
// disk with words that do not tell, a compiler for example that misses what it
// could not keep.
func AdviseNear(err error, folder string, bytes int64, advice string) error {
	if err == nil || Full(err) {
		return Advise(err, advice)
	}
	left, known := room(folder)
	if !known || left >= bytes {
		return err
	}
	return &advised{err, fmt.Sprintf("its disk has only %.1f MB left: %s", float64(left)/1e6, advice)}
}
