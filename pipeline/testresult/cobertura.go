package testresult

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// ReadCobertura reads from a coverage.xml the share of lines that were run, in percent (0 to 100). It reads to the end,
// so that a document that is cut off is an error.
func ReadCobertura(r io.Reader) (percent float64, err error) {
	if err := readXML(r, func(decoder *xml.Decoder) (err error) {
		percent, err = (&document{decoder: decoder}).readCoverage()
		return err
	}); err != nil {
		return 0, fmt.Errorf("coverage report: %w", err)
	}
	return percent, nil
}

func (d *document) readCoverage() (percent float64, err error) {
	for rooted := false; ; {
		token, err := d.next()
		switch {
		case errors.Is(err, io.EOF) && !rooted:
			return 0, errors.New("holds no XML element; the coverage tool wrote no report")
		case errors.Is(err, io.EOF):
			return percent, nil
		case err != nil:
			return 0, err
		}
		if root, is := token.(xml.StartElement); is {
			if rooted {
				return 0, errors.New("has two roots")
			}
			if percent, err = rootRate(root); err == nil {
				err = d.skip(root)
			}
			if err != nil {
				return 0, err
			}
			rooted = true
		}
	}
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
