package scripts

import (
	"os/exec"
	"strings"
	"testing"
)

func TestAnswerHasAtLeast(t *testing.T) {
	t.Parallel()
	const ask = `
import json, sys
smoke = {"__name__": "smoke"}
exec(sys.argv[1], smoke)
print(smoke["differs"]("/", sys.argv[2], json.loads(sys.argv[3])))
`
	for name, test := range map[string]struct{ answer, expected, want string }{
		"more members":             {`{"ok": true, "version": 3}`, `{"ok": true}`, ""},
		"more members, deeper":     {`{"db": {"state": "up", "pool": {"size": 5, "free": 4}}}`, `{"db": {"pool": {"size": 5}}}`, ""},
		"an empty object":          {`{"db": {"state": "up"}}`, `{"db": {}}`, ""},
		"nothing expected":         {`no JSON`, `{}`, ""},
		"another value":            {`{"ok": false}`, `{"ok": true}`, `/ answered {"ok": false}, which does not have {"ok": true}`},
		"another value, deeper":    {`{"db": {"state": "down"}}`, `{"db": {"state": "up"}}`, `which does not have {"db": {"state": "up"}}`},
		"a member missing":         {`{"db": {}}`, `{"db": {"state": "up"}}`, "which does not have"},
		"null is no missing one":   {`{}`, `{"error": null}`, "which does not have"},
		"null":                     {`{"error": null}`, `{"error": null}`, ""},
		"a list is equal or not":   {`{"ids": [1, 2]}`, `{"ids": [1]}`, "which does not have"},
		"objects in a list, too":   {`{"items": [{"id": 1, "name": "a"}]}`, `{"items": [{"id": 1}]}`, "which does not have"},
		"an equal list":            {`{"ids": [1, 2]}`, `{"ids": [1, 2]}`, ""},
		"a scalar for an object":   {`{"db": "up"}`, `{"db": {"state": "up"}}`, "which does not have"},
		"a list for the whole":     {`[]`, `{"ok": true}`, "which does not have"},
		"true is no number":        {`{"ok": 1}`, `{"ok": true}`, "which does not have"},
		"an integer is its number": {`{"load": 1.0}`, `{"load": 1}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := exec.Command(python(), "-I", "-c", ask, Smoke.Text, test.answer, test.expected).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			if got := strings.TrimSpace(string(out)); (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
				t.Errorf("it says %q, want %q", got, test.want)
			}
		})
	}
}
