package engineerror

import (
	"errors"
	"testing"
)

func TestText(t *testing.T) {
	t.Parallel()
	const trace = " [traceparent:0123456789abcdef0123456789abcdef-0123456789abcdef]"
	for text, want := range map[string]string{
		"exit code: 1":                             "exit code: 1",
		"exit code: 1" + trace:                     "exit code: 1",
		"read: no such tag" + trace + "\n":         "read: no such tag",
		"tests: failed" + trace + "\nshop" + trace: "tests: failed\nshop",
		"[traceparent:none]":                       "[traceparent:none]",
	} {
		if got := Text(errors.New(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
