// Package redact keeps the values of variables out of the log of Dagger's client, which has each call with its
// arguments: only the scan of the image, which comes later, tells whether such a value is a secret.
package redact

import (
	"bytes"
	"errors"
	"io"
	"regexp"
)

// code matches the escape sequences that colour text.
const code = `(?:\x1b\[[0-9;]*m)*`

var (
	// value matches the argument "value" of a call.
	value = regexp.MustCompile(`(value:` + code + ` ` + code + `)"(?:[^"\\]|\\.)*"`)
	// variable matches a call that sets a variable, in the form of newer clients.
	// The value continues in all lines up to the next one that matches entry.
	variable = regexp.MustCompile(`(withEnvVariable` + code + ` [^\s=]+=).*`)
	// entry matches the beginning of an entry of the log.
	entry = regexp.MustCompile(`^` + code + `\d+ *` + code + `:`)
)

// longest is the number of bytes of a line that are held back until it ends.
const longest = 1 << 20

// A Writer writes lines without values to another writer.
type Writer struct {
	to   io.WriteCloser
	line []byte // the line that has not ended yet
	// inValue tells that the next line may continue the value of a variable.
	inValue bool
}

// New returns a Writer. It has to be closed, and its Close closes the other writer.
func New(to io.WriteCloser) *Writer { return &Writer{to: to} }

// Write takes any part of the log; each line is written when it has ended.
func (w *Writer) Write(text []byte) (int, error) {
	w.line = append(w.line, text...)
	end := bytes.LastIndexByte(w.line, '\n') + 1
	if end == 0 && len(w.line) > longest {
		end = len(w.line)
	}
	if err := w.flush(end); err != nil {
		return 0, err
	}
	return len(text), nil
}

// Close writes the rest and closes the other writer.
func (w *Writer) Close() error { return errors.Join(w.flush(len(w.line)), w.to.Close()) }

func (w *Writer) flush(end int) error {
	if end == 0 {
		return nil
	}
	var text bytes.Buffer
	for line := range bytes.Lines(w.line[:end]) {
		w.inValue = w.inValue && !entry.Match(line)
		if w.inValue {
			continue
		}
		w.inValue = variable.Match(line)
		line = variable.ReplaceAll(line, []byte(`${1}…`))
		text.Write(value.ReplaceAll(line, []byte(`${1}"…"`)))
	}
	_, err := w.to.Write(text.Bytes())
	w.line = bytes.Clone(w.line[end:])
	return err
}
