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
	ended := func(step, output string) Failure {
		return Failure{Step: step, Problem: "a command ended with exit status 1", Output: output}
	}
	install := func(took string) Failure {
		return Failure{Step: StepBuild, Problem: "builder: install the requirements failed", Output: "no solution found after " + took}
	}
	givenUp := Failure{Step: StepTest, Problem: "test: " + context.Canceled.Error()}
	for name, c := range map[string]struct{ came, want []Failure }{
		"in the order of the steps":                     {[]Failure{scan, smoke, test}, []Failure{test, smoke, scan}},
		"one image that two steps need":                 {[]Failure{build, build}, []Failure{build}},
		"one command that two steps need":               {[]Failure{ended(StepTest, "no space"), ended(StepScan, "no space")}, []Failure{ended(StepTest, "no space")}},
		"two commands, with the same exit status":       {[]Failure{ended(StepTest, "no space"), ended(StepScan, "no such table")}, []Failure{ended(StepTest, "no space"), ended(StepScan, "no such table")}},
		"one stage that failed twice":                   {[]Failure{install("2 s"), install("3 s")}, []Failure{install("2 s")}},
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
