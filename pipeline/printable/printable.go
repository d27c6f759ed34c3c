// Package printable makes text of an app, a test or a package safe for a terminal
// or a log. Such text may have invisible characters, which move the cursor, colour
// or hide other text, or change its direction. They are shown as escapes, such as
// \x1b and \u202e.
package printable

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text shows invisible characters as escapes. Line breaks and tabs stay, so that a
// tool's output keeps its form; a carriage return before a line break is dropped.
func Text(text string) string {
	return show(strings.ReplaceAll(text, "\r\n", "\n"), "\n\t")
}

// Line is Text for a text of one line: a name, a path, a command. It shows line
// breaks and tabs as escapes, too.
func Line(text string) string { return show(text, "") }

// First lists the first elements of a list, and the number of the others.
func First(count int, all []string) string {
	if more := len(all) - count; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(all[:count], ", "), more)
	}
	return strings.Join(all, ", ")
}

// Error wraps an error so that its text is printable.
func Error(err error) error {
	if err == nil {
		return nil
	}
	return printableError{err}
}

type printableError struct{ error }

func (e printableError) Error() string { return Text(e.error.Error()) }
func (e printableError) Unwrap() error { return e.error }

// JSON shows invisible characters of a JSON document as JSON's own escapes, so
// that the document keeps its meaning. Only strings can have them.
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

// show shows invisible characters, and bytes that are not part of a character, as
// Go does in a quoted string. The allowed characters stay.
func show(text, allowed string) string {
	var shown strings.Builder
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		part := text[:size]
		if text = text[size:]; !visible(r, allowed) || r == utf8.RuneError && size == 1 {
			quoted := strconv.Quote(part)
			part = quoted[1 : len(quoted)-1]
		}
		shown.WriteString(part)
	}
	return shown.String()
}

// visible reports whether a character is visible, a space, or allowed. Those of the
// category "format" are not visible: marks of direction, joiners without width.
func visible(r rune, allowed string) bool {
	return strconv.IsGraphic(r) || strings.ContainsRune(allowed, r)
}
