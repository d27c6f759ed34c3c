package testresult

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"dagger/python-pipeline/report"
)

// ReadJUnit reads one document, whose root is testsuites or testsuite; suites may be nested. Anything else, or a
// document that was cut off, is an error.
func ReadJUnit(r io.Reader) (*report.Tests, error) {
	d := &document{tests: &report.Tests{Failures: []report.FailedTest{}}}
	if err := readXML(r, func(decoder *xml.Decoder) error {
		d.decoder = decoder
		return d.read()
	}); err != nil {
		return nil, fmt.Errorf("JUnit report: %w", err)
	}
	return d.tests, nil
}

// document is a report that is read element by element: parsed as a whole it would take many times the memory of its
// text.
type document struct {
	decoder *xml.Decoder
	depth   int
	tests   *report.Tests
}

func (d *document) read() error {
	for rooted := false; ; {
		token, err := d.next()
		switch {
		case errors.Is(err, io.EOF) && !rooted:
			return errors.New("holds no XML element; the test runner wrote no report")
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		line, _ := d.decoder.InputPos()
		switch token := token.(type) {
		case xml.StartElement:
			// Two reports in one file would otherwise pass as the first one.
			if rooted {
				return fmt.Errorf("line %d: <%s> after the end of the root", line, token.Name.Local)
			}
			if name := token.Name.Local; name != "testsuites" && name != "testsuite" {
				return fmt.Errorf("root is <%s>; it must be <testsuites> or <testsuite>", name)
			}
			if err := d.readSuites(); err != nil {
				return err
			}
			rooted = true
		case xml.CharData:
			if rooted && strings.TrimSpace(string(token)) != "" {
				return fmt.Errorf("line %d: text after the end of the root", line)
			}
		}
	}
}

// next returns the next token. Its text is valid until the next call.
func (d *document) next() (xml.Token, error) {
	token, err := d.decoder.Token()
	switch token.(type) {
	case xml.StartElement:
		if d.depth++; d.depth > maxDepth {
			return nil, errTooDeep
		}
	case xml.EndElement:
		d.depth--
	}
	return token, err
}

// readChildren reads the current element to its end. It calls a function for each child element, which has to read the
// child to its end, and another for text.
func (d *document) readChildren(element func(xml.StartElement) error, text func([]byte)) error {
	for {
		token, err := d.next()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if err := element(token); err != nil {
				return err
			}
		case xml.CharData:
			if text != nil {
				text(token)
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads an element to its end.
func (d *document) skip(xml.StartElement) error { return d.readChildren(d.skip, nil) }

func (d *document) readSuites() error {
	return d.readChildren(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "testsuite":
			return d.readSuites()
		case "testcase":
			return d.readTestCase(start)
		}
		return d.skip(start)
	}, nil)
}

func (d *document) readTestCase(testCase xml.StartElement) error {
	var failures, errored []report.FailedTest
	var hasFailure, hasError, skipped bool
	err := d.readChildren(func(child xml.StartElement) error {
		switch child.Name.Local {
		case "failure":
			hasFailure = true
			return d.readFailure(testCase, child, &failures)
		case "error":
			hasError = true
			return d.readFailure(testCase, child, &errored)
		case "skipped":
			skipped = true
		}
		return d.skip(child)
	}, nil)
	switch t := d.tests; {
	case hasFailure || hasError:
		t.Failed++
	case skipped:
		t.Skipped++
	default:
		t.Passed++
	}
	for _, failure := range append(failures, errored...) {
		if len(d.tests.Failures) < report.MaxFailures {
			d.tests.Failures = append(d.tests.Failures, failure)
		}
	}
	return err
}
