package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// decideRest notes the smoke check, and what the table says on matters that
// need no detection.
func (r *reader) decideRest() error {
	smoke := r.settings.Smoke
	r.plan.Smoke = smoke
	value := "the app's command stays up"
	if smoke.Ends() {
		parts := []string{"the app's command"}
		if !smoke.Command.IsZero() {
			parts[0] = smoke.Command.String()
		}
		parts = append(parts, fmt.Sprintf("exits with %d", smoke.Status))
		if smoke.Output != "" {
			parts = append(parts, fmt.Sprintf("prints %q", smoke.Output))
		}
		value = strings.Join(parts, ", ")
	}
	r.decide("smoke", fmt.Sprintf("%s (within %s)", value, smoke.Timeout), r.given("smoke"))

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
