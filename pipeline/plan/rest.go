package plan

import (
	"cmp"
	"slices"
)

// decideRest notes what the table says on matters that need no detection.
func (r *reader) decideRest() error {
	for _, name := range r.settings.Given {
		if !r.decided(name) {
			r.decide(name, cmp.Or(r.settings.Text(name), "none"), key(name))
		}
	}
	return nil
}

// decided tells whether there is a line about a key already: its own, or that
// of what the key is for.
func (r *reader) decided(name string) bool {
	if name == "test-command" {
		name = "tests"
	}
	return slices.ContainsFunc(r.plan.Decisions, func(d Decision) bool { return d.What == name })
}
