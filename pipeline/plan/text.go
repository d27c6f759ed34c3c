package plan

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"dagger/python-pipeline/printable"
)

// Text shows the plan to people: a line for each decision, then the warnings.
func (p *Plan) Text() string {
	// One long value must not push what stands behind the others off the screen.
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

// oneLine keeps a value with line breaks, a shell command for example, in its
// line, and shows what of it is not visible.
func oneLine(value string) string { return printable.Line(strings.Join(strings.Fields(value), " ")) }
