package lock

import (
	"regexp"
	"strings"

	"dagger/python-pipeline/source"
)

// logicalLine is a line of a requirements file without its comment, joined with the
// lines that continue it.
type logicalLine struct {
	source.Place
	text string
	end  int // the number of its last line
}

// A # begins a comment at the start of a line or after white space only: it is
// part of many addresses.
var comment = regexp.MustCompile(`(^|\s)#.*$`)

// logicalLines splits a requirements file. A comment ends a line even where a
// backslash follows it, and a line of comment alone ends a continued one.
func logicalLines(file, text string) []logicalLine {
	var lines []logicalLine
	var parts []string // of the line that is continued
	open := false      // the previous line ended in a backslash
	for i, line := range strings.Split(text, "\n") {
		if !open {
			lines, parts = append(lines, logicalLine{Place: source.Place{File: file, Line: i + 1}}), nil
		}
		lines[len(lines)-1].end = i + 1
		stripped := comment.ReplaceAllString(line, "")
		stripped, open = strings.CutSuffix(stripped, `\`)
		if stripped = strings.TrimSpace(stripped); stripped != "" {
			parts = append(parts, stripped)
		}
		if !open {
			lines[len(lines)-1].text = strings.Join(parts, " ")
		}
	}
	if open {
		lines[len(lines)-1].text = strings.Join(parts, " ")
	}
	return lines
}

// without returns a text whose logical lines that are left out are empty, so that the
// others keep their numbers.
func without(text string, leftOut []logicalLine) string {
	lines := strings.Split(text, "\n")
	for _, line := range leftOut {
		for i := line.Line - 1; i < line.end; i++ {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}
