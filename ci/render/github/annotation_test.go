package github

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

func TestAnnotation(t *testing.T) {
	t.Parallel()
	for want, a := range map[string]annotation{
		"::error title=shop%3A smoke::it did not answer":         {title: "shop: smoke", message: "it did not answer"},
		"::error file=a%2Cb%3Ac.py,line=3,title=x::y":            {file: "a,b:c.py", line: 3, title: "x", message: "y"},
		"::error file=a.py,title=x::y":                           {file: "a.py", title: "x", message: "y"},
		"::error title=x::y":                                     {line: 3, title: "x", message: "y"},
		"::error title=x%0A%3A%3Awarning%3A%3A::50%25%0A::debug": {title: "x\n::warning::", message: "50%\r\n::debug"},
		"::error title=x::red":                                   {title: "x", message: "\x1b[31mred\x1b[0m"},
	} {
		if got := a.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// The runner drops what is above its limit: every app has to be below.
func TestNoAppIsMissingAmongAnnotations(t *testing.T) {
	t.Parallel()
	many := summary.App{Report: report.Report{
		Name: "many", Failures: []report.Failure{{Step: "test", Problem: "30 of 30 tests failed"}, {Step: "smoke", Problem: "no answer"}}, Tests: &report.Tests{Failed: 30},
	}}
	for i := range 30 {
		many.Tests.Failures = append(many.Tests.Failures, report.FailedTest{Name: fmt.Sprintf("test_%d", i), File: "/elsewhere/tests/test_app.py", Line: 5})
	}
	last := summary.App{Report: report.Report{Name: "last", Failures: []report.Failure{{Step: "smoke", Problem: "no answer"}}}}
	var got []string
	for _, a := range annotations(summary.New(docker, []summary.App{many, last}, time.Second, nil)) {
		got = append(got, a.title)
		if a.file != "" {
			t.Errorf("%s: %s is not a file of the repository", a.title, a.file)
		}
	}
	want := "many: test|many: smoke|last: smoke|many: test_0|many: test_1|many: test_2|many: test_3|many: test_4|many: test_5|many: test_6"
	if diff := cmp.Diff(strings.Split(want, "|"), got); diff != "" {
		t.Errorf("annotations differ (-want +got):\n%s", diff)
	}
}
