package settings

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// ReplaceWords replaces the first words of a shell line by a text. The rest stays
// as it is.
func ReplaceWords(line string, count int, with string) string {
	l, err := parseLine(line)
	if err != nil || l.first == nil || len(l.first.Args) < count {
		return line
	}
	return line[:l.first.Pos().Offset()] + with + line[l.first.Args[count-1].End().Offset():]
}

// words returns the words of the first command, without quotes.
func (l shellLine) words() []string {
	if l.first == nil {
		return nil
	}
	var words []string
	for _, word := range l.first.Args {
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
