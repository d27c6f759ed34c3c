package settings

import (
	"fmt"
	"strings"
)

// Limits that no pyproject.toml needs to exceed. Beyond them the parser may run
// out of stack or memory, or take minutes.
const (
	maxBytes = 1 << 20
	// maxDepth is the depth of nested tables and lists.
	maxDepth = 100
	// maxParts is the number of names in a dotted key: each makes a table.
	maxParts = 100
)

// CheckBounds refuses a TOML document that exceeds the parser's limits. It
// understands strings and comments, and leaves all other errors to the parser.
func CheckBounds(document string) error {
	if len(document) > maxBytes {
		return fmt.Errorf("pyproject.toml: it is larger than %d MB, the limit for such files; remove what does not belong there", maxBytes>>20)
	}
	depth, parts := 0, 1
	for i := 0; i < len(document); {
		rest := document[i:]
		switch rest[0] {
		case '#':
			i += lengthBefore(rest, "\n")
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
			return fmt.Errorf("pyproject.toml: line %d: tables or lists are nested more than %d deep", line, maxDepth)
		}
	}
	return nil
}

// stringLength is the length of the string at the beginning of a document, up to
// its end or to the place where it breaks off.
func stringLength(document string) int {
	quote := document[:1]
	if long := strings.Repeat(quote, 3); strings.HasPrefix(document, long) {
		at := 3
		for at < len(document) {
			switch {
			case quote == `"` && document[at] == '\\':
				at += 2
			case strings.HasPrefix(document[at:], long):
				// The string may end with one or two quotes of its own.
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

// lengthBefore is the length of a text before an end mark, or of the whole text.
func lengthBefore(text, end string) int {
	if at := strings.Index(text, end); at >= 0 {
		return at
	}
	return len(text)
}
