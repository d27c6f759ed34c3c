package testresult

import (
	"encoding/xml"
	"fmt"
	"io"
)

const (
	// MaxSize is the largest report that is read, in bytes.
	MaxSize = 20_000_000

	maxDepth = 100 // nested elements
)

// errTooDeep refuses a document that would take too much memory to parse.
var errTooDeep = fmt.Errorf("more than %d elements are nested in each other", maxDepth)

// readXML reads an XML document of at most MaxSize bytes. Reports are written by the tests themselves, so all their
// dimensions are limited.
func readXML(r io.Reader, read func(*xml.Decoder) error) error {
	limit := &io.LimitedReader{R: r, N: MaxSize + 1}
	err := read(xml.NewDecoder(limit))
	if limit.N <= 0 {
		return fmt.Errorf("has more than %d MB", MaxSize/1_000_000)
	}
	return err
}
