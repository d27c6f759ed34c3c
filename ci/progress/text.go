package progress

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"dagger/python-pipeline/printable"
)

// mark begins a line that stays.
type mark struct {
	sign  string
	color Color
}

var (
	success = mark{"✓", Green}
	failure = mark{"✗", Red}
	warning = mark{"!", Yellow}
)

func (d *Display) mark(m mark) string {
	if !d.options.Color {
		return m.sign
	}
	return m.color.Paint(m.sign)
}

// color is an escape sequence that changes nothing but how text looks.
var color = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// Plain is a tool's output without colours, fit for any terminal: lines stay lines, and what would move the cursor, hide
// text or turn its direction is shown as an escape.
func Plain(output string) string {
	return strings.ReplaceAll(printable.Text(color.ReplaceAllString(output, "")), "\t", "    ")
}

// LastLines gives the end of a tool's output in plain lines, at most so many and one that says how many came before: the
// end is where tools say what failed.
func LastLines(output string, most int) []string {
	output = strings.TrimRightFunc(strings.TrimLeft(Plain(output), "\n"), unicode.IsSpace)
	if output == "" {
		return nil
	}
	all := strings.Split(output, "\n")
	for i, line := range all {
		all[i] = strings.TrimRight(line, " ")
	}
	switch cut := len(all) - most; {
	case cut > 1:
		return append([]string{fmt.Sprintf("… %d lines before", cut)}, all[cut:]...)
	case cut == 1:
		return append([]string{"… 1 line before"}, all[cut:]...)
	}
	return all
}

// clean makes one plain line of a text.
func clean(text string) string { return strings.Join(strings.Fields(Plain(text)), " ") }

// cells is how many columns a rune takes. Everything from the East Asian blocks on counts as wide: too much cuts a line
// early, too little breaks the redraw.
func cells(r rune) int {
	if r >= 0x2E80 {
		return 2
	}
	return 1
}

func width(text string) int {
	total := 0
	for _, r := range color.ReplaceAllString(text, "") {
		total += cells(r)
	}
	return total
}

// truncate cuts text without escape sequences to columns, with an ellipsis in place of what is missing.
func truncate(text string, columns int) string {
	if width(text) <= columns {
		return text
	}
	used := 0
	for i, r := range text {
		if used+cells(r) > columns-1 {
			return text[:i] + "…"
		}
		used += cells(r)
	}
	return text
}

// Wrap breaks a line at spaces, 0 columns nowhere; what continues stands as far to the right as the text behind a mark. A
// word wider than the terminal is left to it: an address broken here could not be copied.
func Wrap(line string, columns int) []string {
	if columns == 0 || width(line) <= columns {
		return []string{line}
	}
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	words := strings.Fields(line)
	if len(words) == 0 {
		return nil
	}
	current := indent + words[0]
	if indent == "" {
		indent = "  "
	}
	var lines []string
	for _, word := range words[1:] {
		if width(current)+1+width(word) > columns {
			lines = append(lines, current)
			current = indent + word
			continue
		}
		current += " " + word
	}
	return append(lines, current)
}
