package report

import (
	"fmt"
	"strings"

	"dagger/python-pipeline/plan"
)

// Tests counts test cases.
type Tests struct {
	Passed  int `json:"passed"`  // those that ran well
	Failed  int `json:"failed"`  // errors included
	Skipped int `json:"skipped"` // those that did not run
}

// Total is the number of test cases.
func (t Tests) Total() int { return t.Passed + t.Failed + t.Skipped }

// String counts those that there are: "12 passed, 1 failed".
func (t Tests) String() string {
	var parts []string
	for _, part := range []struct {
		count int
		what  string
	}{{t.Passed, "passed"}, {t.Failed, "failed"}, {t.Skipped, "skipped"}} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.count, part.what))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// Problem says why a test command with these counts failed.
func (t Tests) Problem(status int) string {
	switch {
	case t.Total() == 0:
		return fmt.Sprintf("no test ran, and the test command ended with exit status %d", status)
	case t.Failed == 0:
		return fmt.Sprintf("none of %d tests failed, but the test command ended with exit status %d", t.Total(), status)
	}
	return fmt.Sprintf("%d of %d tests failed", t.Failed, t.Total())
}

// Untested is what becomes of a test command that passed without one test: a
// failure where the app requires tests, else a warning.
func Untested(p *plan.Plan) (failure *Failure, warning string) {
	command := strings.Join(p.Tests.Args, " ")
	if !p.Settings.RequireTests {
		return nil, fmt.Sprintf("the image is published UNTESTED: `%s` found no test", command)
	}
	return &Failure{
		Step: StepTest, Problem: fmt.Sprintf("no test ran: `%s` found none, but require-tests is set", command),
		Advice: "it looks for classes of TestCase in files named test*.py, in folders with an __init__.py; the key test-command names another command",
	}, ""
}
