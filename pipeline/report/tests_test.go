package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/plan"
)

func TestWithoutTests(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{
		Tests: plan.Tests{Runner: plan.RunnerManage, Args: []string{"python", "manage.py", "test"}},
	}
	failure, warning := WithoutTests(p)
	if failure != nil || warning != "the image is published UNTESTED: `python manage.py test` found no test" {
		t.Errorf("failure %v, warning %q", failure, warning)
	}
	p.RequireTests = true
	failure, warning = WithoutTests(p)
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

func TestFailedByName(t *testing.T) {
	t.Parallel()
	sum := FailedTest{Name: "tests.test_sum.test_three[1-2]"}
	div := FailedTest{Name: "tests.test_div", Message: "collection failure"}
	for name, test := range map[string]struct {
		tests Tests
		want  string
	}{
		"one failed":         {Tests{2, 1, 1, []FailedTest{sum}}, "1 of 4 tests failed: tests.test_sum.test_three[1-2]"},
		"a test of no class": {Tests{0, 1, 0, []FailedTest{div}}, "1 of 1 tests failed: tests.test_div"},
		"failures and errors": {
			Tests{7, 3, 0, []FailedTest{sum, div, div}},
			"3 of 10 tests failed: tests.test_sum.test_three[1-2] and 2 more",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.tests.FailedByName()); diff != "" {
				t.Errorf("summary differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		failures []FailedTest
		want     string
	}{
		"nothing failed": {},
		"each test has its output, else its message": {
			failures: []FailedTest{
				{Name: "tests.test_sum.test_three", Message: "assert 2 == 3", Output: "\n>       assert 2 == 3\nE       assert 2 == 3\n"},
				{Name: "tests.test_div", Message: "collection failure"},
			},
			want: `tests.test_sum.test_three
>       assert 2 == 3
E       assert 2 == 3

tests.test_div
collection failure`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, (&Tests{Failures: test.failures}).Details()); diff != "" {
				t.Errorf("details differ (-want +got):\n%s", diff)
			}
		})
	}
}
