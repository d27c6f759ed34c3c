package junit

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// document is read element by element: as a whole it would take many times the
// memory of its text.
type document struct {
	decoder *xml.Decoder
	depth   int
	report  *Report
}

func (d *document) read() error {
	for rooted := false; ; {
		token, err := d.next()
		if errors.Is(err, io.EOF) && !rooted {
			return errors.New("holds no XML element; the test runner wrote no report")
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
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
			if err := d.suites(); err != nil {
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

// next gives the next token. Its text is valid until the token after it.
func (d *document) next() (xml.Token, error) {
	token, err := d.decoder.Token()
	switch token.(type) {
	case xml.StartElement:
		if d.depth++; d.depth > maxDepth {
			return nil, fmt.Errorf("more than %d elements are nested in each other", maxDepth)
		}
	case xml.EndElement:
		d.depth--
	}
	return token, err
}

// inside calls a function for each element right below the one that has begun,
// which has to read it to its end, and another for its text. It ends with that
// element.
func (d *document) inside(element func(xml.StartElement) error, text func([]byte)) error {
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
func (d *document) skip(xml.StartElement) error { return d.inside(d.skip, nil) }

func (d *document) suites() error {
	return d.inside(func(start xml.StartElement) error {
		switch start.Name.Local {
		case "testsuite":
			return d.suites()
		case "testcase":
			return d.testCase(start)
		}
		return d.skip(start)
	}, nil)
}

func (d *document) testCase(start xml.StartElement) error {
	var failures, failed []Failure
	var hasFailure, hasError, skipped bool
	err := d.inside(func(reason xml.StartElement) error {
		switch reason.Name.Local {
		case "failure":
			hasFailure = true
			return d.reason(start, reason, &failures)
		case "error":
			hasError = true
			return d.reason(start, reason, &failed)
		case "skipped":
			skipped = true
		}
		return d.skip(reason)
	}, nil)
	switch r := d.report; {
	case hasFailure:
		r.Failed++
	case hasError:
		r.Errors++
	case skipped:
		r.Skipped++
	default:
		r.Passed++
	}
	for _, failure := range append(failures, failed...) {
		if len(d.report.Failures) < MaxFailures {
			d.report.Failures = append(d.report.Failures, failure)
		}
	}
	return err
}

// reason reads why a test case did not pass, and keeps it unless there is enough.
func (d *document) reason(testCase, start xml.StartElement, kept *[]Failure) error {
	var text strings.Builder
	if err := d.inside(d.skip, func(part []byte) { text.Write(part) }); err != nil {
		return err
	}
	if len(d.report.Failures)+len(*kept) >= MaxFailures {
		return nil
	}
	file, line := placeOf(testCase, text.String())
	*kept = append(*kept, Failure{
		Name:    cut(attribute(testCase, "name"), maxName),
		Class:   cut(attribute(testCase, "classname"), maxName),
		File:    cut(file, maxName),
		Line:    line,
		Message: cut(strings.TrimSpace(attribute(start, "message")), maxMessage),
		Text:    cut(strings.Trim(text.String(), "\n"), maxText),
	})
	return nil
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// cut shortens a text to about as many bytes.
func cut(text string, bytes int) string {
	if len(text) <= bytes {
		return text
	}
	return strings.ToValidUTF8(text[:bytes], "") + "…"
}
