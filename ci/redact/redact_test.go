package redact

import (
	"bytes"
	"strings"
	"testing"
)

type buffer struct {
	bytes.Buffer
	closed bool
}

func (b *buffer) Close() error {
	b.closed = true
	return nil
}

func TestWriter(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"72  : Container.withEnvVariable(name: \"ACCESS\", value: \"hunter2\"): Container!\n":                                                 "72  : Container.withEnvVariable(name: \"ACCESS\", value: \"…\"): Container!\n",
		"\x1b[36mname:\x1b[0m \x1b[33m\"A\"\x1b[0m, \x1b[36mvalue:\x1b[0m \x1b[33m\"hunter2\"\x1b[0m)\nnext\n":                                "\x1b[36mname:\x1b[0m \x1b[33m\"A\"\x1b[0m, \x1b[36mvalue:\x1b[0m \x1b[33m\"…\"\x1b[0m)\nnext\n",
		"value: \"a \\\" hunter2 \\\\\", expand: true":                                                                                        "value: \"…\", expand: true",
		"value: \"\"\nvalue: 7\nthe value is 7\n":                                                                                             "value: \"…\"\nvalue: 7\nthe value is 7\n",
		"\x1b[95m56  : \x1b[0m[90;2m┆ \x1b[0m\x1b[34mwithEnvVariable\x1b[0m ACCESS=hunter2\nhunter2 =\n\n\x1b[95m57  : \x1b[0mwithUser 0:0\n": "\x1b[95m56  : \x1b[0m[90;2m┆ \x1b[0m\x1b[34mwithEnvVariable\x1b[0m ACCESS=…\n\x1b[95m57  : \x1b[0mwithUser 0:0\n",
		"56  : withEnvVariable A=hunter2\n57  : withEnvVariable B=hunter2\n57  : withEnvVariable C\n":                                         "56  : withEnvVariable A=…\n57  : withEnvVariable B=…\n57  : withEnvVariable C\n",
		"a line":        "a line",
		"one\n\nthree":  "one\n\nthree",
		"":              "",
		"unicode …\n\n": "unicode …\n\n",
	} {
		for _, size := range []int{1, 7, 1000} {
			var got buffer
			w := New(&got)
			for rest := text; rest != ""; {
				part := rest[:min(size, len(rest))]
				rest = rest[len(part):]
				if n, err := w.Write([]byte(part)); n != len(part) || err != nil {
					t.Fatalf("it wrote %d of %q, %v", n, part, err)
				}
			}
			if err := w.Close(); err != nil || !got.closed || got.String() != want {
				t.Errorf("%q in parts of %d: got %q, %v, closed %v; want %q", text, size, got.String(), err, got.closed, want)
			}
		}
	}
}

// A line without an end does not fill the memory.
func TestWriterOfALongLine(t *testing.T) {
	t.Parallel()
	var got buffer
	w := New(&got)
	for range 3 {
		if _, err := w.Write([]byte(strings.Repeat("x", longest))); err != nil {
			t.Fatal(err)
		}
	}
	if len(w.line) > longest || got.Len() == 0 {
		t.Errorf("%d bytes are kept, and %d are written", len(w.line), got.Len())
	}
}
