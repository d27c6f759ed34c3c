package summary

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestMarkdown(t *testing.T) {
	t.Parallel()
	leaving := failed
	leaving.Name, leaving.Output, leaving.Advice = "my_app", "```\n# not a title", ""
	tests := map[string]struct {
		summary Summary
		want    string
	}{
		"passed": {
			New(docker, []App{published, tested}, 90*time.Second, nil),
			`### ✅ 2 apps passed in 90.0s (docker engine v0.16.0)

| image | size | layers | tests | coverage | time | status | reference |
| --- | --: | --: | --- | --: | --: | --- | --- |
| calculator | 16.3 MB | 8 | 14 passed | 97% | 10.1s | published | 'ghcr.io/acme/calculator:latest@` + digest + `' |
| django | 999 B | 12 | 30 passed, 1 skipped | - | 85.0s | not published | not published: set PIPELINE\_REGISTRY |

- ⚠️ django: requirements.txt: lark has no hash
`,
		},
		"failed, with output that holds a fence": {
			New(Engine{Kind: "embedded", StandIns: []string{"postgres:15"}}, []App{leaving}, time.Second, nil),
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
		"no app ran": {
			New(Engine{}, nil, time.Second, errors.New("engine: killed")),
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
			if err := test.summary.Markdown(&got); err != nil {
				t.Fatal(err)
			}
			if want := strings.ReplaceAll(test.want, "'", "`"); got.String() != want {
				t.Errorf("got:\n%s\nwant:\n%s", &got, want)
			}
		})
	}
}
