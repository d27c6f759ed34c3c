package testresult

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A test suite can write any content as its JUnit report.
func FuzzReadJUnit(f *testing.F) {
	deep := func(n int) string {
		return strings.Repeat("<testsuite>", n) + `<testcase name="a"/>` + strings.Repeat("</testsuite>", n)
	}
	for _, seed := range []string{
		`<testsuites><testsuite><testcase classname="a" name="one" file="a.py" line="3"><failure message="no">a.py:9: AssertionError</failure></testcase></testsuite></testsuites>`,
		`<testsuite><testcase name="one"><skipped/></testcase><testcase name="two"><error/></testcase></testsuite>`,
		`<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><testsuite><testcase name="&d;"/></testsuite>`,
		`<?xml version="1.0" encoding="UTF-16"?><testsuite/>`,
		`<testsuite><testcase line="99999999999999999999"><failure/></testcase></testsuite>`,
		"<testsuite/>\nTraceback", "<testsuite", "\x00", "\xff\xfe<", deep(50), deep(20_000),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tests, err := ReadJUnit(strings.NewReader(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "JUnit report: ") {
				t.Errorf("the error %q", err)
			}
			return
		}
		if total := strings.Count(text, "<"); tests.Total() > total {
			t.Errorf("%d tests in %d elements", tests.Total(), total)
		}
		if tests.Failed > len(tests.Failures) {
			t.Errorf("%d tests failed for %d reasons", tests.Failed, len(tests.Failures))
		}
		for _, failure := range tests.Failures {
			if failure.Line < 0 || !utf8.ValidString(failure.Name+failure.Message+failure.Output+failure.File) {
				t.Errorf("the failure %+v", failure)
			}
		}
		if tests.Failed > 0 && strings.Contains(tests.FailedByName(), "\x00") || len(tests.Details()) > 4*len(text)+100 {
			t.Errorf("details of %d bytes: %+v", len(tests.Details()), tests)
		}
	})
}
