package plan

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// Text shows the plan to people: a line for each decision, then the warnings.
func (p *Plan) Text() string {
	var text strings.Builder
	table := tabwriter.NewWriter(&text, 0, 0, 3, ' ', 0)
	for _, decision := range p.Decisions {
		from := ""
		if decision.From != "" {
			from = "\tfrom " + decision.From
		}
		// Writing to a strings.Builder cannot fail.
		fmt.Fprintf(table, "%s\t%s%s\n", decision.What, oneLine(decision.Value), from)
	}
	table.Flush()
	for _, warning := range p.Warnings {
		fmt.Fprintf(&text, "warning: %s\n", warning)
	}
	return text.String()
}

// oneLine keeps a value with line breaks, a shell command for example, in its
// line.
func oneLine(value string) string { return strings.Join(strings.Fields(value), " ") }
