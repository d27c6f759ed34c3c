package suggest

import (
	"strings"
	"testing"
)

func TestClosest(t *testing.T) {
	t.Parallel()
	candidates := []string{"command", "test-command", "CACHE_DIR"}
	for _, test := range []struct {
		name  string
		limit int
		want  string
	}{
		{"command", 0, "command"},
		{"comand", 1, "command"},
		{"Comand", 1, "command"},
		{"comandd", 1, ""},
		{"comandd", 2, "command"},
		{"test_comand", 2, "test-command"},
		{"cache-dri", 2, "CACHE_DIR"},
		{"port", 2, ""},
		{strings.Repeat("a", longest+1), 2 * longest, ""},
	} {
		if got := Closest(test.name, candidates, test.limit); got != test.want {
			t.Errorf("%s, at most %d edits: got %q, want %q", test.name, test.limit, got, test.want)
		}
	}
}
