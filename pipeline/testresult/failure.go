package testresult

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	advice "dagger/python-pipeline/failure"
	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
)

// maxOutput is how many bytes of the tests' output a failure quotes.
const maxOutput = 8000

const (
	fixAdvice     = "fix the code or the test; `go run ./ci test APP -- ARGUMENTS` runs some of them (`dagger call` has test --args)"
	timeoutAdvice = "fix the test that hangs; the output ends with the stacks of the Python processes that were running; if the tests only need longer, set the key test-timeout"
	refusedAdvice = "let the test command write it as an ordinary file, with less output of the tests in it"
	hiddenAdvice  = "let the test command end with another status when a test fails: no `|| true`, no os._exit(0)"
	selectAdvice  = "look at -k, -m and --ignore in addopts, and at the arguments of the command"
	missingAdvice = "something ended the process before pytest had finished, such as os._exit; remove it"
	unreadAdvice  = "let the test command write the whole report, in the format of its name"
)

// Run is the result of a run of the tests.
type Run struct {
	Outcome Outcome       // how the test command ended
	Tests   *report.Tests // the number of tests, nil if it is unknown
	JUnit   *report.Tests // the content of the JUnit report, nil if there is none
	Unread  error         // of a report that could not be read
}

// Judge returns the failure of a run that did not pass, or the warning of one that did. The arguments are those that
// the user added to the test command.
func (r Run) Judge(p *plan.Plan, args []string) (failure *report.Failure, warning string) {
	if r.Outcome.passed() {
		return r.judgePassed(p, args)
	}
	if len(args) == 0 && r.foundNone(p) {
		return report.WithoutTests(p)
	}
	return r.judgeFailed(p), ""
}

// statusNoTests is the exit status of pytest, and of unittest since Python 3.12, where they find no test.
const statusNoTests = 5

// deselected matches pytest's text about tests that its options left out.
var deselected = regexp.MustCompile(`\b[1-9][0-9]* deselected\b`)

// foundNone reports whether the runner ended as it does for a source without tests.
func (r Run) foundNone(p *plan.Plan) bool {
	o := r.Outcome
	return p.Tests.Runner != plan.RunnerCommand && o.Status == statusNoTests && !o.TimedOut && len(o.Refused) == 0 &&
		r.Unread == nil && r.Tests != nil && r.Tests.Total() == 0 && !deselected.MatchString(o.Stdout)
}

// judgeFailed describes why the test command failed: by the failed tests and their output, or by their number, if the
// run has these.
func (r Run) judgeFailed(p *plan.Plan) *report.Failure {
	outcome := r.Outcome
	failure := &report.Failure{
		Step: report.StepTest, Problem: fmt.Sprintf("the test command ended with exit status %d", outcome.Status),
		Output: report.Tail(outcome.output(), maxOutput), Advice: fixAdvice,
	}
	var refused []string
	for _, file := range outcome.Refused {
		refused = append(refused, file.String())
	}
	switch {
	case outcome.TimedOut:
		failure.Problem = fmt.Sprintf("the tests did not end within %s, the time of test-timeout", p.TestTimeout)
		failure.Advice = timeoutAdvice
		return failure
	case outcome.Status == 0 && len(refused) > 0:
		failure.Problem, failure.Advice = strings.Join(refused, "; "), refusedAdvice
		return failure
	case r.JUnit != nil && len(r.JUnit.Failures) > 0:
		failure.Problem = r.JUnit.FailedByName()
		failure.Output = report.Tail(r.JUnit.Details(), maxOutput)
	case r.Tests != nil && r.Tests.Total() == 0 && outcome.Status == statusNoTests && p.Tests.Runner == plan.RunnerPytest:
		failure.Problem, failure.Advice = "no test ran: the options of pytest leave out all that it found", selectAdvice
	case r.Tests != nil && (r.JUnit == nil || r.Tests.Total() == 0):
		failure.Problem = r.Tests.Problem(outcome.Status)
	}
	failure.Problem = strings.Join(append([]string{failure.Problem}, refused...), "; ")
	failure.Advice = cmp.Or(advice.Tests(failure.Output, p.Services), failure.Advice)
	return failure
}

// judgePassed judges a run whose command succeeded by its reports.
func (r Run) judgePassed(p *plan.Plan, args []string) (failure *report.Failure, warning string) {
	failure = &report.Failure{Step: report.StepTest, Output: report.Tail(r.Outcome.output(), maxOutput)}
	const passed = ", but the test command ended with exit status 0"
	switch {
	case r.Unread != nil:
		failure.Problem, failure.Advice = r.Unread.Error(), unreadAdvice
	case r.JUnit != nil && len(r.JUnit.Failures) > 0:
		failure.Problem, failure.Output, failure.Advice = r.JUnit.FailedByName()+passed, report.Tail(r.JUnit.Details(), maxOutput), hiddenAdvice
	case r.JUnit == nil && r.Tests != nil && r.Tests.Failed > 0:
		failure.Problem, failure.Advice = r.Tests.Problem(0)+passed, hiddenAdvice
	case p.Tests.Runner == plan.RunnerPytest && r.JUnit == nil && len(args) == 0:
		// With the user's arguments, such as --help, it need not run any test.
		failure.Problem, failure.Advice = "pytest wrote no "+report.JUnit+passed, missingAdvice
	case p.Tests.PrintsCounts() && r.Tests == nil && len(args) == 0:
		return nil, fmt.Sprintf("tests: `%s` passed, but did not print at its end how many tests it ran", strings.Join(p.Tests.Args, " "))
	case p.Tests.PrintsCounts() && r.Tests != nil && r.Tests.Total() == 0:
		return report.WithoutTests(p)
	default:
		return nil, ""
	}
	return failure, ""
}
