package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"dagger/python-pipeline/printable"
)

// Decision is one decision of the plan, and its reason.
type Decision struct {
	// What is the subject: a key of the table where there is one.
	What string `json:"what"`
	// Value is the outcome.
	Value string `json:"value"`
	// From is the file, key or rule that decided; "" where Value explains itself.
	From string `json:"from"`
}

func (r *reader) decide(what, value, from string) {
	r.plan.Decisions = append(r.plan.Decisions, Decision{What: what, Value: value, From: from})
}

func (r *reader) warn(format string, args ...any) {
	r.plan.Warnings = append(r.plan.Warnings, fmt.Sprintf(format, args...))
}

// byDefault is the From of a default.
const byDefault = "the default"

// key is the From of a value of the table [tool.python-pipeline].
func key(name string) string { return fmt.Sprintf("the key %q", name) }

// argument is the From of a value of the caller.
func argument(name string) string { return "the argument " + name }

// keyOrDefault is the From of a key with a fixed default.
func (r *reader) keyOrDefault(name string) string {
	if slices.Contains(r.settings.Given, name) {
		return key(name)
	}
	return byDefault
}

// decideGiven notes the keys without a decision of their own.
func (r *reader) decideGiven() error {
	for _, name := range r.settings.Given {
		if !r.hasDecision(name) {
			r.decide(name, cmp.Or(r.settings.Text(name), "none"), key(name))
		}
	}
	return nil
}

// hasDecision reports whether there is a decision for a key already.
func (r *reader) hasDecision(name string) bool {
	if name == "test-command" {
		name = "tests"
	}
	return slices.ContainsFunc(r.plan.Decisions, func(d Decision) bool { return d.What == name })
}

// Text returns the plan for people: a line for each decision, then the warnings.
func (p *Plan) Text() string {
	// One long value must not push the last column off the screen.
	const longest = 60
	what, value := 0, 0
	for _, decision := range p.Decisions {
		what = max(what, utf8.RuneCountInString(decision.What))
		if length := utf8.RuneCountInString(oneLine(decision.Value)); length <= longest {
			value = max(value, length)
		}
	}
	var text strings.Builder
	for _, decision := range p.Decisions {
		line := fmt.Sprintf("%-*s   %-*s", what, decision.What, value, oneLine(decision.Value))
		if decision.From != "" {
			line += "   from " + oneLine(decision.From)
		}
		text.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	for _, warning := range p.Warnings {
		fmt.Fprintf(&text, "warning: %s\n", printable.Line(warning))
	}
	return text.String()
}

// oneLine joins the lines of a value, such as a shell command, and shows control
// characters.
func oneLine(value string) string { return printable.Line(strings.Join(strings.Fields(value), " ")) }
