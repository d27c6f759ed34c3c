package report

import (
	"cmp"
	"fmt"
	"strings"

	"dagger/python-pipeline/plan"
)

// Tests counts test cases, each once.
type Tests struct {
	Passed  int `json:"passed"`  // tests that passed
	Failed  int `json:"failed"`  // tests that failed, errors included
	Skipped int `json:"skipped"` // tests that did not run
	// Failures are the first MaxFailures failures, in the order of the test runner; none if it writes no JUnit report.
	Failures []FailedTest `json:"failures,omitempty"`
}

// MaxFailures is the number of failures that a report lists; all are counted.
const MaxFailures = 200

// FailedTest is one reason why a test did not pass.
type FailedTest struct {
	Name    string `json:"name"`           // the name of the test, after its module or class and before its parameters
	File    string `json:"file,omitempty"` // its source file, relative to the app's folder; "" if it is unknown
	Line    int    `json:"line,omitempty"` // the line of that file at which it failed; 0 if it is unknown
	Message string `json:"message"`        // one line, or a few
	Output  string `json:"-"`              // the test runner's output about it, such as a traceback
}

// Total is the number of test cases.
func (t *Tests) Total() int { return t.Passed + t.Failed + t.Skipped }

// String lists the counts above 0, such as "12 passed, 1 failed".
func (t *Tests) String() string {
	if t == nil {
		return "none"
	}
	var parts []string
	for i, count := range []int{t.Passed, t.Failed, t.Skipped} {
		if count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", count, []string{"passed", "failed", "skipped"}[i]))
		}
	}
	return cmp.Or(strings.Join(parts, ", "), "none")
}

// FailedByName returns one line with the number of failed tests and the name of the first one.
func (t *Tests) FailedByName() string {
	more := ""
	if t.Failed > 1 {
		more = fmt.Sprintf(" and %d more", t.Failed-1)
	}
	return fmt.Sprintf("%d of %d tests failed: %s%s", t.Failed, t.Total(), t.Failures[0].Name, more)
}

// Details returns the test runner's output about each failed test.
func (t *Tests) Details() string {
	var text strings.Builder
	for _, failure := range t.Failures {
		fmt.Fprintf(&text, "%s\n%s\n\n", failure.Name, strings.TrimSpace(cmp.Or(failure.Output, failure.Message)))
	}
	return strings.TrimSpace(text.String())
}

// Problem describes why a test command with these counts failed.
func (t *Tests) Problem(status int) string {
	switch {
	case t.Total() == 0:
		return fmt.Sprintf("no test ran, and the test command ended with exit status %d", status)
	case t.Failed == 0:
		return fmt.Sprintf("none of %d tests failed, but the test command ended with exit status %d", t.Total(), status)
	}
	return fmt.Sprintf("%d of %d tests failed", t.Failed, t.Total())
}

// WithoutTests returns the failure of a test command that passed without running a test, if the app requires tests,
// else a warning.
func WithoutTests(p *plan.Plan) (failure *Failure, warning string) {
	command := strings.Join(p.Tests.Args, " ")
	if !p.RequireTests {
		return nil, fmt.Sprintf("the image is published UNTESTED: `%s` found no test", command)
	}
	return &Failure{
		Step: StepTest, Problem: fmt.Sprintf("no test ran: `%s` found none, but require-tests is set", command),
		Advice: looksFor(p.Tests.Runner) + "; the key test-command names another command",
	}, ""
}

// looksFor says what a runner takes for tests.
func looksFor(runner plan.Runner) string {
	if runner == plan.RunnerPytest {
		return "it looks for functions and classes called test_… and Test… in files named test_*.py and *_test.py, below the folders of its setting testpaths"
	}
	return "it looks for subclasses of TestCase in files named test*.py, in folders with an __init__.py"
}
