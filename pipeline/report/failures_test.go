package report

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a person reads does not depend on which step was the faster.
func TestFailuresOfARun(t *testing.T) {
	t.Parallel()
	build := Failure{Step: StepBuild, Problem: "python:3.9-slim-bookworm: the image cannot be pulled: no such host"}
	test := Failure{Step: StepTest, Problem: "1 of 14 tests failed: tests.test_sum"}
	smoke := Failure{Step: StepSmoke, Problem: "the image does not work: no answer"}
	scan := Failure{Step: StepScan, Problem: "1 finding stops the image"}
	givenUp := Failure{Step: StepTest, Problem: "test: " + context.Canceled.Error()}
	for name, c := range map[string]struct{ came, want []Failure }{
		"in the order of the steps":                     {[]Failure{scan, smoke, test}, []Failure{test, smoke, scan}},
		"one image that two steps need":                 {[]Failure{build, build}, []Failure{build}},
		"given up because of another":                   {[]Failure{givenUp, smoke}, []Failure{smoke}},
		"given up from outside: nothing else is to say": {[]Failure{givenUp}, []Failure{givenUp}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var r Report
			for _, failure := range c.came {
				r.Fail(failure)
			}
			r.Settle()
			if diff := cmp.Diff(c.want, r.Failures); diff != "" {
				t.Errorf("failures differ (-want +got):\n%s", diff)
			}
		})
	}
}
