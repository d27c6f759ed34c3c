package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTail(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text  string
		bytes int
		want  string
	}{
		"nothing":                               {"", 5, ""},
		"all of it":                             {"one\ntwo\n", 7, "one\ntwo"},
		"from the beginning of a line":          {"one\ntwo\nthree\n", 11, "…\ntwo\nthree"},
		"a line that is whole as it is":         {"one\ntwo\nthree\n", 9, "…\ntwo\nthree"},
		"the last line is longer":               {"one\na long line", 4, "…\nline"},
		"the last line is longer, and ends":     {"one\na long line\n", 4, "…\nline"},
		"a line of characters of several bytes": {"one\näöü\n", 3, "…\nü"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, Tail(test.text, test.bytes)); diff != "" {
				t.Errorf("tail differs (-want +got):\n%s", diff)
			}
		})
	}
}
