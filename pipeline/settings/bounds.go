package settings

import (
	"fmt"
	"strings"
)

// What no pyproject.toml needs, and what would make its parser run out of stack
// or memory, or take minutes.
const (
	maxBytes = 1 << 20
	// maxDepth is how many tables and lists may lie in one another.
	maxDepth = 100
	// maxParts is how many names a key may have: each makes a table.
	maxParts = 100
)

// CheckBounds refuses a TOML document that its parser should not see. It knows
// strings and comments, and leaves all other errors to the parser.
func CheckBounds(document string) error {
	if len(document) > maxBytes {
		return fmt.Errorf("pyproject.toml: it is larger than %d MB; no such file needs to be", maxBytes>>20)
	}
	depth, parts := 0, 1
	for i := 0; i < len(document); {
		rest := document[i:]
		switch rest[0] {
		case '#':
			i += before(rest, "\n")
			continue
		case '"', '\'':
			i += stringLength(rest)
			continue
		case '[', '{':
			depth++
			parts = 1
		case ']', '}':
			depth = max(depth-1, 0)
			parts = 1
		case '.':
			parts++
		case '\n', '=', ',':
			parts = 1
		}
		if i++; depth > maxDepth || parts > maxParts {
			line := 1 + strings.Count(document[:i], "\n")
			return fmt.Errorf("pyproject.toml: line %d: tables or lists lie in one another more than %d deep", line, maxDepth)
		}
	}
	return nil
}

// stringLength is the length of the string that a document begins with, to its
// end or to where it is broken off.
func stringLength(document string) int {
	quote := document[:1]
	if long := strings.Repeat(quote, 3); strings.HasPrefix(document, long) {
		at := 3
		for at < len(document) {
			switch {
			case quote == `"` && document[at] == '\\':
				at += 2
			case strings.HasPrefix(document[at:], long):
				// Two quotes may stand before those that end it.
				end := at + 3
				for end < len(document) && end < at+5 && document[end] == quote[0] {
					end++
				}
				return end
			default:
				at++
			}
		}
		return len(document)
	}
	for at := 1; at < len(document); at++ {
		switch {
		case quote == `"` && document[at] == '\\':
			at++
		case document[at] == quote[0]:
			return at + 1
		case document[at] == '\n':
			return at
		}
	}
	return len(document)
}

// before is the length of a text up to an end.
func before(text, end string) int {
	if at := strings.Index(text, end); at >= 0 {
		return at
	}
	return len(text)
}
