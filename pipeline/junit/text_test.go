package junit

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSummary(t *testing.T) {
	t.Parallel()
	sum := Failure{Name: "test_three[1-2]", Class: "tests.test_sum"}
	div := Failure{Name: "tests.test_div", Message: "collection failure"}
	for name, test := range map[string]struct {
		report Report
		want   string
	}{
		"nothing was run":    {Report{}, "0 tests, none failed"},
		"all passed":         {Report{Counts: Counts{Passed: 12, Skipped: 2}}, "14 tests, none failed"},
		"one failed":         {Report{Counts{Passed: 2, Failed: 1, Skipped: 1}, []Failure{sum}}, "1 of 4 tests failed: tests.test_sum.test_three[1-2]"},
		"a test of no class": {Report{Counts{Errors: 1}, []Failure{div}}, "1 of 1 tests failed: tests.test_div"},
		"failures and errors": {
			Report{Counts{Passed: 7, Failed: 1, Errors: 2}, []Failure{sum, div, div}},
			"3 of 10 tests failed: tests.test_sum.test_three[1-2] and 2 more",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.report.Summary()); diff != "" {
				t.Errorf("summary differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		failures []Failure
		want     string
	}{
		"nothing failed": {},
		"each test says what it printed, else its message": {
			failures: []Failure{
				{Name: "test_three", Class: "tests.test_sum", Message: "assert 2 == 3", Text: "\n>       assert 2 == 3\nE       assert 2 == 3\n"},
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
			if diff := cmp.Diff(test.want, (&Report{Failures: test.failures}).Details()); diff != "" {
				t.Errorf("details differ (-want +got):\n%s", diff)
			}
		})
	}
}
