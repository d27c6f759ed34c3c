package testresult

import (
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
	// Outcome is how the test command ended.
	Outcome Outcome
	// Tests counts the tests, nil when nothing tells.
	Tests *report.Tests
	// Suite is the JUnit report, nil when there is none.
	Suite *junit.Report
	// Unread says which report could not be read, and why.
	Unread error
}

// Judge gives the failure of a run that did not pass; the warning is of one that
// passed. The arguments are those that were added to the test command.
func (r Run) Judge(p *plan.Plan, args []string) (failure *report.Failure, warning string) {
	if r.Outcome.passed() {
		return r.judgePassed(p, args)
	}
	return r.failed(p), ""
}

// failed says why the test command failed: which tests did, with their own
// output, or how many, as far as the run tells.
func (r Run) failed(p *plan.Plan) *report.Failure {
	outcome := r.Outcome
	failure := &report.Failure{
		Step:    report.StepTest,
		Problem: fmt.Sprintf("the test command ended with exit status %d", outcome.Status),
		Output:  report.Tail(outcome.output(), maxOutput),
		Advice:  fixAdvice,
	}
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
		failure.Problem = r.Tests.Problem(outcome.Status)
	}
	failure.Problem = strings.Join(append([]string{failure.Problem}, refused...), "; ")
	return failure
}

// judgePassed judges a run whose command says that all is well, by what its
// reports say.
func (r Run) judgePassed(p *plan.Plan, args []string) (failure *report.Failure, warning string) {
	failure = &report.Failure{Step: report.StepTest, Output: report.Tail(r.Outcome.output(), maxOutput)}
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
