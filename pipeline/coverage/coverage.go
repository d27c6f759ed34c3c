// Package coverage reads the Cobertura XML that coverage tools write.
package coverage

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// MaxSize is the largest report that is read, in bytes.
const MaxSize = 20_000_000

// maxDepth is how many elements may be in each other.
const maxDepth = 100

// LineRate is the share of all lines that were run, in percent (0 to 100),
// from a coverage.xml. It reads to the end: a document that was cut off is an
// error.
func LineRate(r io.Reader) (float64, error) {
	limited := &io.LimitedReader{R: r, N: MaxSize + 1}
	percent, err := lineRate(xml.NewDecoder(limited))
	if limited.N <= 0 {
		err = fmt.Errorf("has more than %d MB", MaxSize/1_000_000)
	}
	if err != nil {
		return 0, fmt.Errorf("coverage report: %w", err)
	}
	return percent, nil
}

func lineRate(decoder *xml.Decoder) (float64, error) {
	percent, seen := 0.0, false
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				if seen {
					return 0, errors.New("has two roots")
				}
				if percent, err = rootRate(token); err != nil {
					return 0, err
				}
				seen = true
			}
			if depth++; depth > maxDepth {
				return 0, fmt.Errorf("more than %d elements are nested in each other", maxDepth)
			}
		case xml.EndElement:
			depth--
		}
	}
	if !seen {
		return 0, errors.New("holds no XML element; the coverage tool wrote no report")
	}
	return percent, nil
}

func rootRate(root xml.StartElement) (float64, error) {
	if root.Name.Local != "coverage" {
		return 0, fmt.Errorf("root is <%s>; it must be <coverage>", root.Name.Local)
	}
	for _, attribute := range root.Attr {
		if attribute.Name.Local != "line-rate" {
			continue
		}
		rate, err := strconv.ParseFloat(attribute.Value, 64)
		// The negation catches NaN as well.
		if err != nil || !(rate >= 0 && rate <= 1) {
			return 0, fmt.Errorf("line-rate is %q; it must be a number from 0 to 1", attribute.Value)
		}
		return 100 * rate, nil
	}
	return 0, errors.New("<coverage> has no line-rate")
}
