package report

import (
	"strings"
	"unicode/utf8"
)

// Tail keeps the end of what a program said, in at most as many bytes and one
// line more, which marks that something is missing. It begins with a whole line
// where that leaves anything, else with a whole character.
func Tail(text string, bytes int) string {
	text = strings.TrimSpace(text)
	cut := len(text) - bytes
	if cut <= 0 {
		return text
	}
	kept := text[cut:]
	if _, rest, found := strings.Cut(kept, "\n"); found && text[cut-1] != '\n' {
		kept = rest
	}
	for len(kept) > 0 && !utf8.RuneStart(kept[0]) {
		kept = kept[1:]
	}
	return "…\n" + kept
}
