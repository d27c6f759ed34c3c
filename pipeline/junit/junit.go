// Package junit reads the JUnit XML that test runners write.
package junit

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// Counts are numbers of testcase elements, each counted once: as failed when it
// has both failures and errors.
type Counts struct {
	Passed  int // without any mark
	Failed  int // an assertion did not hold
	Errors  int // they could not be run
	Skipped int // they were not run
}

// Total is the number of all test cases.
func (c Counts) Total() int { return c.Passed + c.Failed + c.Errors + c.Skipped }

// Failure is one reason why a test case did not pass.
type Failure struct {
	// Name is the test's name, with its parameters.
	Name string
	// Class is the module or class that holds it.
	Class string
	// File is its source file, "" when the report does not tell.
	File string
	// Line is where in that file it failed, 0 when the report does not tell.
	Line int
	// Message is one line, or a few.
	Message string
	// Text is the whole output, a traceback for example.
	Text string
}

// Report is what a JUnit file says.
type Report struct {
	Counts
	// Failures are failures and errors in the order of the file.
	Failures []Failure
}

type suite struct {
	XMLName xml.Name
	Suites  []suite    `xml:"testsuite"`
	Cases   []testCase `xml:"testcase"`
}

type testCase struct {
	Name     string   `xml:"name,attr"`
	Class    string   `xml:"classname,attr"`
	File     string   `xml:"file,attr"`
	Line     string   `xml:"line,attr"`
	Failures []result `xml:"failure"`
	Errors   []result `xml:"error"`
	Skipped  *result  `xml:"skipped"`
}

type result struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// Read reads one document, whose root is testsuites or testsuite; suites may
// be nested. Anything else, or a document that was cut off, is an error.
func Read(r io.Reader) (*Report, error) {
	decoder := xml.NewDecoder(r)
	var root suite
	if err := decoder.Decode(&root); err != nil {
		if errors.Is(err, io.EOF) {
			return nil, errors.New("JUnit report: holds no XML element; the test runner wrote no report")
		}
		return nil, fmt.Errorf("JUnit report: %w", err)
	}
	if name := root.XMLName.Local; name != "testsuites" && name != "testsuite" {
		return nil, fmt.Errorf("JUnit report: root is <%s>; it must be <testsuites> or <testsuite>", name)
	}
	if err := end(decoder); err != nil {
		return nil, fmt.Errorf("JUnit report: %w", err)
	}
	report := &Report{Failures: []Failure{}}
	report.add(root)
	return report, nil
}

// end refuses what follows the root: two reports in one file would otherwise
// pass as the first one.
func end(decoder *xml.Decoder) error {
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		line, _ := decoder.InputPos()
		switch token := token.(type) {
		case xml.StartElement:
			return fmt.Errorf("line %d: <%s> after the end of the root", line, token.Name.Local)
		case xml.CharData:
			if strings.TrimSpace(string(token)) != "" {
				return fmt.Errorf("line %d: text after the end of the root", line)
			}
		}
	}
}

func (r *Report) add(s suite) {
	for _, c := range s.Cases {
		switch {
		case len(c.Failures) > 0:
			r.Failed++
		case len(c.Errors) > 0:
			r.Errors++
		case c.Skipped != nil:
			r.Skipped++
		default:
			r.Passed++
		}
		for _, reason := range append(c.Failures, c.Errors...) {
			file, line := placeOf(c, reason)
			r.Failures = append(r.Failures, Failure{
				Name:    c.Name,
				Class:   c.Class,
				File:    file,
				Line:    line,
				Message: strings.TrimSpace(reason.Message),
				Text:    strings.Trim(reason.Text, "\n"),
			})
		}
	}
	for _, nested := range s.Suites {
		r.add(nested)
	}
}

// place is how pytest ends each entry of a traceback. Paths of the app are
// relative, those of the interpreter's library are not.
var place = regexp.MustCompile(`(?m)^([^\s/]\S*\.py):([0-9]+):( |$)`)

// placeOf takes the place from the traceback: pytest's default family of JUnit
// has no attributes for it, and the line of others is where the test begins.
// The first entry of the app is the test itself.
func placeOf(c testCase, reason result) (file string, line int) {
	file, number := c.File, c.Line
	for _, m := range place.FindAllStringSubmatch(reason.Text, -1) {
		if c.File == "" || c.File == m[1] {
			file, number = m[1], m[2]
			break
		}
	}
	line, _ = strconv.Atoi(number) // what is no number is not known
	return file, line
}
