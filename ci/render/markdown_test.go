package render

import (
	"errors"
	"strings"
	"testing"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	leaving := failed
	leaving.Name, leaving.Failures = "my_app", []report.Failure{{Step: "test", Problem: "1 of 13 tests failed", Output: "```\n# not a title"}}
	scanned := published
	scanned.Scan = &report.Scan{Counts: map[string]int{"HIGH": 1, "MEDIUM": 12}, Database: report.Database{Source: "trivy-db", Advisories: 28, Days: 3}}
	telling := failed
	telling.Failures = []report.Failure{{Step: "test", Problem: "1 of 13 tests failed"}, {Step: "smoke", Problem: "no answer", Advice: "look at its output"}}
	telling.Tests = &report.Tests{Passed: 12, Failed: 1, Failures: []report.FailedTest{
		{Name: "tests.test_app.test_add[a|b]", File: "sample-app/django/tests/test_app.py", Line: 9, Message: "assert 3 == 4\n  + where"},
		{Name: "tests.test_app.test_sub", File: "tests/test_app.py", Message: strings.Repeat("x", 400)},
		{Name: "tests.test_app", Message: "no database"},
	}}
	tests := map[string]struct {
		summary summary.Summary
		want    string
	}{
		"passed": {
			summary.New(docker, []summary.App{published, tested}, 90*time.Second, nil),
			`### ✅ 2 apps passed in 1m30s (docker engine v0.21.8)

| image | size | layers | tests | coverage | time | status | reference |
| --- | --: | --: | --- | --: | --: | --- | --- |
| calculator | 16.3 MB | 8 | 14 passed | 97% | 10.1s | published | 'ghcr.io/acme/calculator:latest@` + digest + `' |
| django | 999 B | 12 | 30 passed, 1 skipped | - | 1m25s | not published | not published: set PIPELINE\_REGISTRY |

- ⚠️ django: requirements.txt: lark has no hash
`,
		},
		"failed, with output that holds a fence": {
			summary.New(summary.Engine{Kind: "embedded", StandIns: []string{"postgres:15"}}, []summary.App{leaving}, time.Second, nil),
			`### ❌ 1 of 1 app failed in 1.0s (embedded engine)

| image | size | layers | tests | coverage | time | status | reference |
| --- | --: | --: | --- | --: | --: | --- | --- |
| my\_app | - | - | 12 passed, 1 failed | - | 34.2s | failed |  |

- ⚠️ stand-ins used in place of the public images: postgres:15

#### ❌ my\_app: test

'''text
1 of 13 tests failed
'''

<details open><summary>output</summary>

''''text
'''
# not a title
''''

</details>
`,
		},
		"scanned, and failed with tests that are known": {
			summary.New(docker, []summary.App{scanned, telling, tested}, time.Second, nil),
			`### ❌ 1 of 3 apps failed in 1.0s (docker engine v0.21.8)

| image | size | layers | tests | coverage | time | status | reference |
| --- | --: | --: | --- | --: | --: | --- | --- |
| calculator | 16.3 MB | 8 | 14 passed | 97% | 10.1s | published | 'ghcr.io/acme/calculator:latest@` + digest + `' |
| django | - | - | 12 passed, 1 failed | - | 34.2s | failed |  |
| django | 999 B | 12 | 30 passed, 1 skipped | - | 1m25s | not published | not published: set PIPELINE\_REGISTRY |

| findings | critical | high | medium | low | unknown | database |
| --- | --: | --: | --: | --: | --: | --- |
| calculator | 0 | 1 | 12 | 0 | 0 | trivy-db, 28 advisories, 3 days old |

- ⚠️ django: requirements.txt: lark has no hash

#### ❌ django: test

'''text
1 of 13 tests failed
'''

| failed test | message |
| --- | --- |
| tests.test\_app.test\_add\[a\|b\] (sample-app/django/tests/test\_app.py:9) | assert 3 == 4   + where |
| tests.test\_app.test\_sub (tests/test\_app.py) | ` + strings.Repeat("x", 300) + `… |
| tests.test\_app | no database |

#### ❌ django: smoke

'''text
no answer
'''

→ look at its output
`,
		},
		"no app ran": {
			summary.New(summary.Engine{}, nil, time.Second, errors.New("engine: killed")),
			`### ❌ run failed in 1.0s (no engine)

'''text
engine: killed
'''
`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			if err := Markdown(&got, test.summary); err != nil {
				t.Fatal(err)
			}
			if want := strings.ReplaceAll(test.want, "'", "`"); got.String() != want {
				t.Errorf("got:\n%s\nwant:\n%s", &got, want)
			}
		})
	}
}

func TestManyFailedTestsAreCut(t *testing.T) {
	t.Parallel()
	app := summary.App{Report: report.Report{Tests: &report.Tests{Failures: make([]report.FailedTest, shownTests+87)}}}
	var got strings.Builder
	markdownTests(&got, app)
	if rows := strings.Count(got.String(), "\n|") - 2; rows != shownTests || !strings.HasSuffix(got.String(), "\n… and 87 more in junit.xml\n") {
		t.Errorf("%d rows in\n%s", rows, &got)
	}
}
