package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The order of the failures does not depend on which step was faster.
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
	cancelled := Failure{Step: StepTest, Code: CodeCanceled, Problem: "test: context canceled"}
	for name, c := range map[string]struct{ failures, want []Failure }{
		"in the order of the steps":                     {[]Failure{scan, smoke, test}, []Failure{test, smoke, scan}},
		"one image that two steps need":                 {[]Failure{build, build}, []Failure{build}},
		"one command that two steps need":               {[]Failure{ended(StepTest, "no space"), ended(StepScan, "no space")}, []Failure{ended(StepTest, "no space")}},
		"two commands, with the same exit status":       {[]Failure{ended(StepTest, "no space"), ended(StepScan, "no such table")}, []Failure{ended(StepTest, "no space"), ended(StepScan, "no such table")}},
		"one stage that failed twice":                   {[]Failure{install("2 s"), install("3 s")}, []Failure{install("2 s")}},
		"cancelled because of another":                  {[]Failure{cancelled, smoke}, []Failure{smoke}},
		"cancelled from outside, with no other failure": {[]Failure{cancelled}, []Failure{cancelled}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var r Report
			for _, failure := range c.failures {
				r.Fail(failure)
			}
			r.Settle()
			if diff := cmp.Diff(c.want, r.Failures); diff != "" {
				t.Errorf("failures differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTail(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		bytes int
		want  string
	}{
		"nothing":                               {"", 5, ""},
		"all of it":                             {"one\ntwo\n", 7, "one\ntwo"},
		"from the beginning of a line":          {"one\ntwo\nthree\n", 11, "…\ntwo\nthree"},
		"a line that is whole as it is":         {"one\ntwo\nthree\n", 9, "…\ntwo\nthree"},
		"the last line is longer":               {"one\na long line", 4, "…\nline"},
		"the last line is longer, and ends":     {"one\na long line\n", 4, "…\nline"},
		"a line of characters of several bytes": {"one\näöü\n", 3, "…\nü"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, Tail(test.text, test.bytes)); diff != "" {
				t.Errorf("tail differs (-want +got):\n%s", diff)
			}
		})
	}
}
