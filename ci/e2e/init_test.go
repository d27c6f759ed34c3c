//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// `init` writes what was detected, and the plan is the same with it. It needs no
// engine, as `plan` needs none.
func TestInit(t *testing.T) {
	t.Parallel()
	app := copyApp(t, "initialised", filepath.Join("testdata", "web"), remove("pyproject.toml"))
	before := ci(t, nil, "plan", app)
	if r := ci(t, nil, "init", app); r.code != 0 || !strings.Contains(r.output, "added [tool.python-pipeline]") {
		t.Fatalf("exit status %d: %s", r.code, r.output)
	}
	text, err := os.ReadFile(filepath.Join(app, "pyproject.toml"))
	if err != nil || !strings.Contains(string(text), "\ncommand = [\"uwsgi\", \"--ini\", \"uwsgi.ini\"]\n") {
		t.Errorf("%v: %s", err, text)
	}
	after := ci(t, nil, "plan", app)
	if before.code != 0 || after.code != 0 || values(before.output) != values(after.output) {
		t.Errorf("the plan before:\n%s\nand after:\n%s", before.output, after.output)
	}
}

// values are the decisions of a plan without where they come from.
func values(plan string) string {
	var all []string
	for line := range strings.Lines(plan) {
		value, _, _ := strings.Cut(line, "   from ")
		all = append(all, strings.Join(strings.Fields(value), " "))
	}
	return strings.Join(all, "\n")
}
