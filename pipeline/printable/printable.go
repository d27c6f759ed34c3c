// Package printable makes text from elsewhere fit for a terminal or a log. What
// an app, a test or a package chose may hold characters that no reader sees:
// they move the cursor, colour or hide what follows, or turn its direction round.
// Here they are shown as escapes, such as \x1b and \u202e.
package printable

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text shows what is not visible. Line breaks and tabs stay, so that a tool's
// output keeps its form. A carriage return before a line break is part of it.
func Text(text string) string {
	return show(strings.ReplaceAll(text, "\r\n", "\n"), "\n\t")
}

// Line is Text for what has to stay in one line: a name, a path, a command. Line
// breaks and tabs are shown too.
func Line(text string) string { return show(text, "") }

// First names the first of a list, and how many more there are.
func First(count int, all []string) string {
	if more := len(all) - count; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:count], ", "), more)
	}
	return strings.Join(all, ", ")
}

// Error gives an error whose text is shown as Text shows it.
func Error(err error) error {
	if err == nil {
		return nil
	}
	return shown{err}
}

type shown struct{ error }

func (s shown) Error() string { return Text(s.error.Error()) }
func (s shown) Unwrap() error { return s.error }

// JSON shows the same characters of a JSON document as JSON's own escapes, so
// that the document says what it said. Only strings can hold them.
func JSON(document []byte) []byte {
	var shown []byte
	for _, r := range string(document) {
		if visible(r, "\n\t\r") {
			shown = utf8.AppendRune(shown, r)
			continue
		}
		for _, unit := range utf16.Encode([]rune{r}) {
			shown = fmt.Appendf(shown, `\u%04x`, unit)
		}
	}
	return shown
}

// show writes what is not visible as Go does in a quoted string; a byte that is
// not part of a character, too.
func show(text, kept string) string {
	var shown strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		part := text[:size]
		if text = text[size:]; !visible(r, kept) || r == utf8.RuneError && size == 1 {
			quoted := strconv.Quote(part)
			part = quoted[1 : len(quoted)-1]
		}
		shown.WriteString(part)
	}
	return shown.String()
}

// visible tells whether a character shows itself, a space included. Those of the
// category "format" do not: marks of direction, joiners of no width.
func visible(r rune, kept string) bool { return strconv.IsGraphic(r) || strings.ContainsRune(kept, r) }
