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
	open := false // the line before ended in a backslash
	for i, line := range strings.Split(text, "\n") {
		stripped := comment.ReplaceAllString(line, "")
		continued := strings.HasSuffix(stripped, `\`)
		part := strings.TrimSpace(strings.TrimSuffix(stripped, `\`))
		if open {
			last := &lines[len(lines)-1]
			last.text = strings.TrimSpace(last.text + " " + part)
		} else {
			lines = append(lines, logicalLine{place{file, i + 1}, part})
		}
		open = continued
	}
	return lines
}
