package plan

import (
	"fmt"
	"regexp"
	"strings"
)

// place is a line of a file of the source.
type place struct {
	file string
	line int
}

func (p place) String() string { return fmt.Sprintf("%s: line %d", p.file, p.line) }

// errorf puts the place before the cause.
func (p place) errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", p, fmt.Errorf(format, args...))
}

// logicalLine is what the lines of a requirements file come to once comments
// are gone and continued lines are joined.
type logicalLine struct {
	place
	text string
}

// A # begins a comment at the start of a line or after white space only: it is
// part of many addresses.
var comment = regexp.MustCompile(`(^|\s)#.*$`)

// logicalLines splits a requirements file. A comment ends a line even where a
// backslash follows it, and a line of comment alone ends a continued one.
func logicalLines(file, text string) []logicalLine {
	var lines []logicalLine
	var parts []string // of the line that is continued
	open := false      // the line before ended in a backslash
	for i, line := range strings.Split(text, "\n") {
		if !open {
			lines, parts = append(lines, logicalLine{place: place{file, i + 1}}), nil
		}
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
