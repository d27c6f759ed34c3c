package settings

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// ReplaceWords replaces words of the program that a shell line starts, count of them
// from the one with an index on, by a text. The rest stays as it is.
func ReplaceWords(line string, from, count int, with string) string {
	l, err := parseLine(line)
	words := l.program()
	if err != nil || len(words) < from+count {
		return line
	}
	return line[:words[from].Pos().Offset()] + with + line[words[from+count-1].End().Offset():]
}

// words returns the program that a line starts and its arguments, without quotes. They
// are all words of a line whose program cannot be told.
func (l shellLine) words() []string {
	if l.main == nil {
		return strings.Fields(l.text)
	}
	var words []string
	for _, word := range l.program() {
		words = append(words, l.unquote(word.Parts))
	}
	return words
}

func (l shellLine) unquote(parts []syntax.WordPart) string {
	var text strings.Builder
	for _, part := range parts {
		switch part := part.(type) {
		case *syntax.SglQuoted:
			text.WriteString(part.Value)
		case *syntax.DblQuoted:
			text.WriteString(l.unquote(part.Parts))
		default:
			text.WriteString(l.text[part.Pos().Offset():part.End().Offset()])
		}
	}
	return text.String()
}
