package progress

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"dagger/python-pipeline/printable"
)

// Color is the escape sequence of a terminal for a colour.
type Color string

// Colours of failures, of success, and of warnings.
const (
	Red    Color = "\x1b[31m"
	Green  Color = "\x1b[32m"
	Yellow Color = "\x1b[33m"
)

// Paint returns the text in the colour.
func (c Color) Paint(text string) string { return string(c) + text + "\x1b[0m" }

// mark begins a permanent line.
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

// style matches the escape sequences that change only how text looks.
var style = regexp.MustCompile(`\x1b\[[0-9;:]*m`)

// Plain returns a tool's output without colours, safe for any terminal: line breaks stay, and characters that move the
// cursor, hide text or change its direction are shown as escapes.
func Plain(output string) string {
	return strings.ReplaceAll(printable.Text(style.ReplaceAllString(output, "")), "\t", "    ")
}

// LastLines returns the last lines of a tool's output, at most this many, after a line that counts the ones before: tools
// print at the end what failed.
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

func oneLine(text string) string { return strings.Join(strings.Fields(Plain(text)), " ") }

// Wrap breaks a line at spaces, unless columns is 0. Continuation lines are indented like the line itself, or like the text
// after a mark. A word wider than the terminal stays whole: an address broken here could not be copied.
func Wrap(line string, columns int) []string {
	if columns == 0 || ansi.StringWidth(line) <= columns {
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
		if ansi.StringWidth(current)+1+ansi.StringWidth(word) > columns {
			lines = append(lines, current)
			current = indent + word
			continue
		}
		current += " " + word
	}
	return append(lines, current)
}
