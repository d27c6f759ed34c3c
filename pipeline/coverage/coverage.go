// Package coverage reads the Cobertura XML that coverage tools write.
package coverage

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// LineRate is the share of all lines that were run, in percent (0 to 100),
// from a coverage.xml. It reads to the end: a document that was cut off is an
// error.
func LineRate(r io.Reader) (float64, error) {
	decoder := xml.NewDecoder(r)
	percent, seen := 0.0, false
	for depth := 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return 0, fmt.Errorf("coverage report: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				if seen {
					return 0, errors.New("coverage report: has two roots")
				}
				if percent, err = rootRate(token); err != nil {
					return 0, fmt.Errorf("coverage report: %w", err)
				}
				seen = true
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
	if !seen {
		return 0, errors.New("coverage report: holds no XML element; the coverage tool wrote no report")
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
