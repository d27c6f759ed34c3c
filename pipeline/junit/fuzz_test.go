package junit

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// A test suite writes what it likes in place of its report.
func FuzzRead(f *testing.F) {
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
		report, err := Read(strings.NewReader(text))
		if err != nil {
			if !strings.HasPrefix(err.Error(), "JUnit report: ") {
				t.Errorf("the error %q", err)
			}
			return
		}
		if total := strings.Count(text, "<"); report.Total() > total {
			t.Errorf("%d tests in %d elements", report.Total(), total)
		}
		if failed := report.Failed + report.Errors; failed > len(report.Failures) {
			t.Errorf("%d tests failed for %d reasons", failed, len(report.Failures))
		}
		for _, failure := range report.Failures {
			if failure.Line < 0 || !utf8.ValidString(failure.FullName()+failure.Message+failure.Text+failure.File) {
				t.Errorf("the failure %+v", failure)
			}
		}
		if strings.Contains(report.Summary(), "\x00") || len(report.Details()) > 4*len(text)+100 {
			t.Errorf("said in %d bytes: %q", len(report.Details()), report.Summary())
		}
	})
}
