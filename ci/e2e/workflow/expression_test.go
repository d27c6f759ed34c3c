package workflow

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestValue(t *testing.T) {
	t.Parallel()
	status := func(value bool) func(...string) any { return func(...string) any { return value } }
	scope := Scope{
		Contexts: Contexts{
			"github": map[string]any{"ref": "refs/heads/main", "run_id": 12.0},
			"vars":   map[string]any{"empty": ""},
		},
		Functions: Functions{"success": status(true), "failure": status(false)},
	}
	for expression, want := range map[string]any{
		"'it''s'":                             "it's",
		"12":                                  12.0,
		"github.ref":                          "refs/heads/main",
		"GitHub.REF":                          "refs/heads/main",
		"vars.none":                           nil,
		"vars.none.deeper":                    nil,
		"github.ref == 'REFS/heads/main'":     true,
		"github.ref != 'refs/heads/main'":     false,
		"vars.none == ''":                     true,
		"vars.empty == ''":                    true,
		"vars.none == false":                  true,
		"github.run_id == '12'":               true,
		"'x' == 0":                            false,
		"vars.empty && 'a' || 'b'":            "b",
		"'x' && 'a' || 'b'":                   "a",
		"'x' && '' || 'b'":                    "b",
		"vars.none || vars.empty":             "",
		"'' && 'a'":                           "",
		"!vars.none":                          true,
		"!(github.ref == 'x')":                true,
		"'a' == 'b' || 'a' == 'a'":            true,
		"true || false && false":              true,
		"startsWith(github.ref, 'Refs/')":     true,
		"startsWith(github.ref, 'heads')":     false,
		"format('{0}/{1} {{0}}', 'a', 12)":    "a/12 {0}",
		"always() && failure()":               false,
		"success() && github.run_id":          12.0,
		"format('{0}', vars.none) == ''":      true,
		"startsWith('true', github.run_id)":   false,
		"(github.ref == 'x') == (1 == 2)":     true,
		"github.ref && vars.empty == 'other'": false,
	} {
		got, err := scope.Value(expression)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v, (-want +got):\n%s", expression, err, diff)
		}
	}
	for _, expression := range []string{"", "github.ref ==", "unknown.x", "unknown(1)", "format('{1}', 'a')", "startsWith('a')", "1 < 2"} {
		if got, err := scope.Value(expression); err == nil {
			t.Errorf("%s: got %v", expression, got)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	scope := Scope{Contexts: Contexts{"github": map[string]any{"a": "1", "b": nil}}}
	if got, err := scope.Text("x ${{ github.a }}${{github.b}} ${{ format('{0}', 1.5) }} $y"); err != nil || got != "x 1 1.5 $y" {
		t.Errorf("got %q, %v", got, err)
	}
	if got, err := scope.Text("${{ secrets.a }}"); err == nil {
		t.Errorf("got %q", got)
	}
}

// After a failure only the steps that ask for it run.
func TestHolds(t *testing.T) {
	t.Parallel()
	for condition, want := range map[string]struct{ green, red bool }{
		"":                      {true, false},
		"'a' == 'a'":            {true, false},
		"'a' == 'b' || true":    {true, false},
		"'a' == 'b'":            {false, false},
		"always()":              {true, true},
		"always() && 'a' == ''": {false, false},
		"${{ always() }}":       {true, true},
		"${{ 'a' == 'a' }}":     {true, false},
	} {
		for _, green := range []bool{true, false} {
			scope := Scope{Functions: Functions{"success": func(...string) any { return green }}}
			expected := want.red
			if green {
				expected = want.green
			}
			if got, err := scope.Holds(condition); err != nil || got != expected {
				t.Errorf("%q after success %v: %v, %v", condition, green, got, err)
			}
		}
	}
}
