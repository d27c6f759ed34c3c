// Package junit reads the JUnit XML that test runners write.
//
// A report comes from the tests themselves, so its size, its depth and what is
// kept of it are limited.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
)

const (
	// MaxSize is the largest report that is read, in bytes.
	MaxSize = 20_000_000
	// MaxFailures is how many failures are kept; all are counted.
	MaxFailures = 200

	maxDepth   = 100    // elements in each other
	maxName    = 500    // bytes of a name that are kept
	maxMessage = 4_000  // of a message
	maxText    = 50_000 // of an output
	maxPlaces  = 1_000  // entries of a traceback that are looked at
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
	// Failures are failures and errors in the order of the file, the first
	// [MaxFailures] of them.
	Failures []Failure
}

// Read reads one document, whose root is testsuites or testsuite; suites may
// be nested. Anything else, or a document that was cut off, is an error.
func Read(r io.Reader) (*Report, error) {
	limited := &io.LimitedReader{R: r, N: MaxSize + 1}
	d := &document{decoder: xml.NewDecoder(limited), report: &Report{Failures: []Failure{}}}
	err := d.read()
	if limited.N <= 0 {
		err = fmt.Errorf("has more than %d MB", MaxSize/1_000_000)
	}
	if err != nil {
		return nil, fmt.Errorf("JUnit report: %w", err)
	}
	return d.report, nil
}
