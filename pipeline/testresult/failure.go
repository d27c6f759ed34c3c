package testresult

import (
	"cmp"
	"fmt"
	"strings"

	"dagger/python-pipeline/junit"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// maxOutput bounds what a failure quotes of the tests' output, in bytes.
const maxOutput = 8000

const (
	fixAdvice     = "mend the code or the test; `go run ./ci test APP -- ARGUMENTS` runs some of them (`dagger call` has test --args)"
	timeoutAdvice = "fix the test that hangs; the output ends with the stacks of the Python processes that were running; if the tests only need longer, set the key test-timeout"
	refusedAdvice = "let the test command write it as an ordinary file, with less output of the tests in it"
	hiddenAdvice  = "let the test command end with another status when a test fails: no `|| true`, no os._exit(0)"
	missingAdvice = "something ended the process before pytest had finished, such as os._exit; remove it"
	unreadAdvice  = "the test command has to write it as a whole, in the form of its name"
)

// Run is what is known of a run of the tests.
type Run struct {
	// Output is what the test command printed.
	Output string
	// Status is its exit status.
	Status int
	// Outcome is nil where a failed run left none.
	Outcome *Outcome
	// Tests counts the tests, nil when nothing tells.
	Tests *report.Tests
	// Suite is the JUnit report, nil when there is none.
	Suite *junit.Report
	// Unread says which report could not be read, and why.
	Unread error
}

// Failed says why the test command failed: which tests did, with their own
// output, or how many, as far as the run tells.
func (r Run) Failed(p *plan.Plan) *report.Failure {
	failure := &report.Failure{
		Step:    report.StepTest,
		Problem: fmt.Sprintf("the test command ended with exit status %d", r.Status),
		Output:  report.Tail(r.Output, maxOutput),
		Advice:  fixAdvice,
	}
	outcome := cmp.Or(r.Outcome, &Outcome{Status: r.Status})
	var refused []string
	for _, file := range outcome.Refused {
		refused = append(refused, file.String())
	}
	switch {
	case outcome.TimedOut:
		failure.Problem = fmt.Sprintf("the tests did not end within %s, the time of test-timeout", p.Settings.TestTimeout)
		failure.Advice = timeoutAdvice
		return failure
	case outcome.Status == 0 && len(refused) > 0:
		failure.Problem, failure.Advice = strings.Join(refused, "; "), refusedAdvice
		return failure
	case r.Suite != nil && len(r.Suite.Failures) > 0:
		failure.Problem = r.Suite.Summary()
		failure.Output = report.Tail(r.Suite.Details(), maxOutput)
	case r.Suite == nil && r.Tests != nil:
		failure.Problem = r.Tests.Problem(r.Status)
	}
	failure.Problem = strings.Join(append([]string{failure.Problem}, refused...), "; ")
	return failure
}

// Passed judges a run whose command ended with status 0, by what its reports say.
// The arguments are those that were added to the test command. A run that failed
// all the same gives its failure; the warning is of one that passed.
func (r Run) Passed(p *plan.Plan, args []string) (failure *report.Failure, warning string) {
	failure = &report.Failure{Step: report.StepTest, Output: report.Tail(r.Output, maxOutput)}
	const passed = ", but the test command ended with exit status 0"
	switch {
	case r.Unread != nil:
		failure.Problem, failure.Advice = r.Unread.Error(), unreadAdvice
	case r.Suite != nil && len(r.Suite.Failures) > 0:
		failure.Problem, failure.Output, failure.Advice = r.Suite.Summary()+passed, report.Tail(r.Suite.Details(), maxOutput), hiddenAdvice
	case r.Suite == nil && r.Tests != nil && r.Tests.Failed > 0:
		failure.Problem, failure.Advice = r.Tests.Problem(0)+passed, hiddenAdvice
	case p.Tests.Runner == plan.RunnerPytest && r.Suite == nil && len(args) == 0:
		// With arguments, such as --help, it need not run any test.
		failure.Problem, failure.Advice = "pytest wrote no "+report.JUnit+passed, missingAdvice
	case p.Tests.PrintsCounts() && r.Tests == nil && len(args) == 0:
		return nil, fmt.Sprintf("tests: `%s` passed, but did not print at its end how many tests it ran", strings.Join(p.Tests.Args, " "))
	case p.Tests.PrintsCounts() && r.Tests != nil && r.Tests.Total() == 0:
		return report.Untested(p)
	default:
		return nil, ""
	}
	return failure, ""
}
