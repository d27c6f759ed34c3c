package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"
)

func TestUntested(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{
		Tests:    plan.Tests{Runner: plan.RunnerManage, Args: []string{"python", "manage.py", "test"}},
		Settings: &settings.Settings{},
	}
	failure, warning := Untested(p)
	if failure != nil || warning != "the image is published UNTESTED: `python manage.py test` found no test" {
		t.Errorf("failure %v, warning %q", failure, warning)
	}
	p.Settings.RequireTests = true
	failure, warning = Untested(p)
	if failure == nil || warning != "" {
		t.Fatalf("failure %v, warning %q; want a failure alone", failure, warning)
	}
	const problem = "no test ran: `python manage.py test` found none, but require-tests is set"
	if failure.Step != StepTest || failure.Problem != problem || failure.Advice == "" {
		t.Errorf("failure %+v", failure)
	}
}

func TestStringOfTests(t *testing.T) {
	t.Parallel()
	for want, tests := range map[string]Tests{
		"14 passed":                      {Passed: 14},
		"12 passed, 1 failed":            {Passed: 12, Failed: 1},
		"2 passed, 1 failed, 30 skipped": {Passed: 2, Failed: 1, Skipped: 30},
		"none":                           {},
	} {
		if got := tests.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestProblemOfTests(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for name, tests := range map[string]Tests{
		"failed": {Passed: 3, Failed: 2, Skipped: 1}, "none failed": {Passed: 3, Skipped: 1}, "none": {},
	} {
		got[name] = tests.Problem(5)
	}
	want := map[string]string{
		"failed":      "2 of 6 tests failed",
		"none failed": "none of 4 tests failed, but the test command ended with exit status 5",
		"none":        "no test ran, and the test command ended with exit status 5",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("problems differ (-want +got):\n%s", diff)
	}
}
