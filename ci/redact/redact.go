// Package redact keeps values out of the log of Dagger's client, which writes
// each call with its arguments: the value of a variable may turn out to be a
// secret when the image is scanned.
package redact

import (
	"bytes"
	"errors"
	"io"
	"regexp"
)

// code is one that colours text.
const code = `(?:\x1b\[[0-9;]*m)*`

var (
	// value is the argument "value" of a call.
	value = regexp.MustCompile(`(value:` + code + ` ` + code + `)"(?:[^"\\]|\\.)*"`)
	// variable is a call that sets a variable, as newer clients write it: up to
	// the end of the line, and in all lines that begin none of their own.
	variable = regexp.MustCompile(`(withEnvVariable` + code + ` [^\s=]+=).*`)
	begins   = regexp.MustCompile(`^` + code + `\d+ *` + code + `:`)
)

// longest is how much of a line is waited for.
const longest = 1 << 20

// A Writer writes lines without values to another writer.
type Writer struct {
	to   io.WriteCloser
	line []byte // that has not ended yet
	// within says that the last line may go on with the value of a variable.
	within bool
}

// New gives a writer that has to be closed, and closes the other one then.
func New(to io.WriteCloser) *Writer { return &Writer{to: to} }

// Write takes any part of the log; it appears when its line has ended.
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

// Close writes what is left.
func (w *Writer) Close() error { return errors.Join(w.flush(len(w.line)), w.to.Close()) }

func (w *Writer) flush(end int) error {
	if end == 0 {
		return nil
	}
	var text bytes.Buffer
	for line := range bytes.Lines(w.line[:end]) {
		w.within = w.within && !begins.Match(line)
		if w.within {
			continue
		}
		w.within = variable.Match(line)
		line = variable.ReplaceAll(line, []byte(`${1}…`))
		text.Write(value.ReplaceAll(line, []byte(`${1}"…"`)))
	}
	_, err := w.to.Write(text.Bytes())
	w.line = append([]byte(nil), w.line[end:]...)
	return err
}
