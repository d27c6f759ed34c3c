package source

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf16"
)

// Place is a line of a file of the source.
type Place struct {
	// File is the path in the source.
	File string
	// Line counts from 1.
	Line int
}

// String names the place in errors and reports.
func (p Place) String() string { return fmt.Sprintf("%s: line %d", p.File, p.Line) }

// Errorf puts the place before the cause.
func (p Place) Errorf(format string, args ...any) error {
	return fmt.Errorf("%s: %w", p, fmt.Errorf(format, args...))
}

// Text reads a file, with line ends of Unix and without a byte order mark; false
// when the file is missing. Values from it land in the image, so a character in
// another encoding, which would turn into another one, is an error. Python files may
// declare their encoding; they are only searched, so the rest of their text is kept.
func (t *Tree) Text(name string) (string, bool, error) {
	data, err := fs.ReadFile(t.files, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, subject(name, err)
	}
	text := strings.ReplaceAll(decode(data), "\r\n", "\n")
	if path.Ext(name) == ".py" {
		return strings.ToValidUTF8(text, "\uFFFD"), true, nil
	}
	if valid, _, invalid := strings.Cut(strings.ToValidUTF8(text, "\x00"), "\x00"); invalid {
		line := 1 + strings.Count(valid, "\n")
		return "", true, Place{name, line}.Errorf("it holds a byte that is not part of a text in UTF-8; save the file in that encoding")
	}
	return text, true, nil
}

// FirstLine returns the first line of a file as it is, without its end, and whether
// that is the end of Windows, which Text hides.
func (t *Tree) FirstLine(name string) (line string, windows bool, err error) {
	data, err := fs.ReadFile(t.files, name)
	if err != nil {
		return "", false, subject(name, err)
	}
	first, _, _ := bytes.Cut(data, []byte("\n"))
	first, windows = bytes.CutSuffix(first, []byte("\r"))
	return string(first), windows, nil
}

// decode handles the encodings of Windows editors and shells: UTF-8 with a byte
// order mark, and UTF-16.
func decode(data []byte) string {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order = binary.BigEndian
	default:
		return strings.TrimPrefix(string(data), "\uFEFF")
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return string(utf16.Decode(units))
}
