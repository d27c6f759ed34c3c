package testresult

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/settings"
)

// app returns the plan of an app whose tests are run by a runner.
func app(runner plan.Runner) *plan.Plan {
	return &plan.Plan{Tests: plan.Tests{Runner: runner, Args: []string{"python", "-m", string(runner)}}, TestTimeout: settings.DefaultTestTimeout}
}

var (
	oneFailed = &report.Tests{Passed: 3, Failed: 1, Failures: []report.FailedTest{{Name: "tests.test_app.test_sum", Message: "assert 3 == 4"}}}
	allPassed = &report.Tests{Passed: 4}
)

func TestFailed(t *testing.T) {
	t.Parallel()
	size := int64(20_000_001)
	tooLarge := Refused{File: "junit.xml", Size: &size, Limit: MaxSize}
	for name, test := range map[string]struct {
		run                     Run
		problem, output, advice string
	}{
		"only the status is known": {
			Run{Outcome: Outcome{Status: 2, Stderr: "no such option\n"}}, "the test command ended with exit status 2", "no such option", fixAdvice,
		},
		"a report has the failed test": {
			Run{Outcome: Outcome{Status: 1, Stdout: "much"}, JUnit: oneFailed},
			"1 of 4 tests failed: tests.test_app.test_sum", "tests.test_app.test_sum\nassert 3 == 4", fixAdvice,
		},
		"the output counts": {
			Run{Outcome: Outcome{Status: 1, Stdout: "in test_sum", Stderr: "FAILED"}, Tests: &report.Tests{Passed: 2, Failed: 1}}, "1 of 3 tests failed", "in test_sum\nFAILED", fixAdvice,
		},
		"a server that is not there": {
			Run{Outcome: Outcome{Status: 1}, JUnit: &report.Tests{Failed: 1, Failures: []report.FailedTest{{Name: "test_shop", Output: "redis.exceptions.ConnectionError: Error 111 connecting to localhost:7000. Connection refused."}}}},
			"1 of 1 tests failed: test_shop", "test_shop\nredis.exceptions.ConnectionError: Error 111 connecting to localhost:7000. Connection refused.",
			"the tests asked localhost:7000, which does not answer: beside them run the servers of the key services, and no other; let the tests start it, replace it by a fake, or leave it out with the key test-command",
		},
		"no end": {
			Run{Outcome: Outcome{Status: 134, TimedOut: true, Stderr: "Fatal Python error: Aborted"}, JUnit: oneFailed},
			"the tests did not end within 15m, the time of test-timeout", "Fatal Python error: Aborted", timeoutAdvice,
		},
		"passed with too large a report": {
			Run{Outcome: Outcome{Stdout: "4 passed", Refused: []Refused{tooLarge, {File: "coverage.xml"}}}},
			"junit.xml is too large: 20.1 MB, above the limit of 20 MB; coverage.xml is not an ordinary file", "4 passed", refusedAdvice,
		},
		"failed with too large a report": {
			Run{Outcome: Outcome{Status: 5, Stdout: "1 failed", Refused: []Refused{tooLarge}}},
			"the test command ended with exit status 5; junit.xml is too large: 20.1 MB, above the limit of 20 MB", "1 failed", fixAdvice,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := &report.Failure{Step: report.StepTest, Problem: test.problem, Output: test.output, Advice: test.advice}
			got, warning := test.run.Judge(app(plan.RunnerPytest), nil)
			if diff := cmp.Diff(want, got); diff != "" || warning != "" {
				t.Errorf("warning %q; failure differs (-want +got):\n%s", warning, diff)
			}
		})
	}
}

// With an exit status of 0 the tests' reports must not have a failure.
func TestPassed(t *testing.T) {
	t.Parallel()
	const passed = ", but the test command ended with exit status 0"
	for name, test := range map[string]struct {
		runner           plan.Runner
		args             []string
		run              Run
		problem, warning string
	}{
		"pytest":                         {runner: plan.RunnerPytest, run: Run{JUnit: allPassed}},
		"a failed test in the report":    {runner: plan.RunnerPytest, run: Run{JUnit: oneFailed}, problem: "1 of 4 tests failed: tests.test_app.test_sum" + passed},
		"of any command":                 {runner: plan.RunnerCommand, run: Run{JUnit: oneFailed}, problem: "1 of 4 tests failed: tests.test_app.test_sum" + passed},
		"pytest ended early":             {runner: plan.RunnerPytest, problem: "pytest wrote no junit.xml" + passed},
		"pytest --help":                  {runner: plan.RunnerPytest, args: []string{"--help"}},
		"a command without a report":     {runner: plan.RunnerCommand},
		"a report that was cut off":      {runner: plan.RunnerCommand, run: Run{Unread: errors.New("junit.xml: JUnit report: unexpected EOF")}, problem: "junit.xml: JUnit report: unexpected EOF"},
		"unittest":                       {runner: plan.RunnerUnittest, run: Run{Tests: &report.Tests{Passed: 2}}},
		"a failed test in its output":    {runner: plan.RunnerUnittest, run: Run{Tests: &report.Tests{Passed: 2, Failed: 1}}, problem: "1 of 3 tests failed" + passed},
		"unittest ended early":           {runner: plan.RunnerManage, warning: "tests: `python -m manage.py` passed, but did not print at its end how many tests it ran"},
		"unittest without a test":        {runner: plan.RunnerUnittest, run: Run{Tests: &report.Tests{}}, warning: "the image is published UNTESTED: `python -m unittest` found no test"},
		"unittest reports on its own":    {runner: plan.RunnerUnittest, run: Run{JUnit: allPassed, Tests: &report.Tests{Passed: 4}}},
		"a failed one in its own report": {runner: plan.RunnerManage, run: Run{JUnit: oneFailed, Tests: &report.Tests{Passed: 3, Failed: 1}}, problem: "1 of 4 tests failed: tests.test_app.test_sum" + passed},
		"an empty report of a command":   {runner: plan.RunnerCommand, run: Run{JUnit: &report.Tests{}, Tests: &report.Tests{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failure, warning := test.run.Judge(app(test.runner), test.args)
			problem := ""
			if failure != nil {
				problem = failure.Problem
				if failure.Step != report.StepTest || failure.Advice == "" {
					t.Errorf("failure %+v", failure)
				}
			}
			if diff := cmp.Diff([]string{test.problem, test.warning}, []string{problem, warning}); diff != "" {
				t.Errorf("problem and warning differ (-want +got):\n%s", diff)
			}
		})
	}
}

// A source without tests is one, whichever exit status its runner has for it.
func TestNoTestsFound(t *testing.T) {
	t.Parallel()
	none := Run{Outcome: Outcome{Status: 5, Stdout: "collected 0 items"}, JUnit: new(report.Tests), Tests: new(report.Tests)}
	left := Run{Outcome: Outcome{Status: 5, Stdout: "collected 2 items / 2 deselected / 0 selected"}, JUnit: new(report.Tests), Tests: new(report.Tests)}
	printed := Run{Outcome: Outcome{Status: 5, Stderr: "Ran 0 tests in 0.000s\n\nNO TESTS RAN"}, Tests: new(report.Tests)}
	const untested, leftOut = "the image is published UNTESTED: `python -m ", "no test ran: the options of pytest leave out all that it found"
	for name, test := range map[string]struct {
		runner           plan.Runner
		run              Run
		args             []string
		problem, warning string
	}{
		"pytest":                  {runner: plan.RunnerPytest, run: none, warning: untested + "pytest` found no test"},
		"unittest of Python 3.12": {runner: plan.RunnerUnittest, run: printed, warning: untested + "unittest` found no test"},
		"options leave all out":   {runner: plan.RunnerPytest, run: left, problem: leftOut},
		"arguments leave all out": {runner: plan.RunnerPytest, run: none, args: []string{"-k", "sum"}, problem: leftOut},
		"the status of a command": {runner: plan.RunnerCommand, run: none, problem: "no test ran, and the test command ended with exit status 5"},
	} {
		failure, warning := test.run.Judge(app(test.runner), test.args)
		problem := ""
		if failure != nil {
			problem = failure.Problem
		}
		if diff := cmp.Diff([]string{test.problem, test.warning}, []string{problem, warning}); diff != "" {
			t.Errorf("%s: problem and warning differ (-want +got):\n%s", name, diff)
		}
	}
}

func TestNoTestsIsAFailureIfTestsAreRequired(t *testing.T) {
	t.Parallel()
	p := app(plan.RunnerUnittest)
	p.RequireTests = true
	for _, status := range []int{0, 5} {
		if failure, warning := (Run{Outcome: Outcome{Status: status}, Tests: &report.Tests{}}).Judge(p, nil); failure == nil || warning != "" {
			t.Errorf("exit status %d: failure %v, warning %q", status, failure, warning)
		}
	}
}
