package movingtags

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTags(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		version, existing, moved string
		unmoved                  []Unmoved
	}{
		"the first":                   {"1.2.3", "", "1.2.3 1.2 latest", nil},
		"the highest":                 {"1.10.0", "1.9.9 1.9 latest main sha-0123456", "1.10.0 1.10 latest", nil},
		"the same again":              {"1.2.3", "1.2.3 1.2 latest", "1.2.3 1.2 latest", nil},
		"one that was released again": {"1.2.3", "1.2.3 1.2.4 1.2 latest", "1.2.3", []Unmoved{{"1.2", "1.2.4"}, {"latest", "1.2.4"}}},
		"a fix of an older line":      {"1.1.5", "1.1.4 1.1 1.2.0 1.2 latest", "1.1.5 1.1", []Unmoved{{"latest", "1.2.0"}}},
		"more digits are not more":    {"1.9.0", "1.10.0", "1.9.0 1.9", []Unmoved{{"latest", "1.10.0"}}},
		"1.2 is not a part of 1.20":   {"1.2.3", "1.20.0", "1.2.3 1.2", []Unmoved{{"latest", "1.20.0"}}},
		"beside pre-releases":         {"1.2.3", "1.3.0-rc.1 1.2.4-rc.1", "1.2.3 1.2 latest", nil},
		"beside other tags":           {"1.2.3", "nightly 9 9.9 9.9.9.9 9.9.9-slim 99999999999999999999.0.0", "1.2.3 1.2 latest", nil},
		"beside tags with a v":        {"1.1.5", "v1.2.0", "1.1.5 1.1", []Unmoved{{"latest", "1.2.0"}}},
		"dates":                       {"2026.01.09", "2025.12.31 2026.01.10", "2026.01.09", []Unmoved{{"2026.01", "2026.01.10"}, {"latest", "2026.01.10"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			line := c.version[:strings.LastIndex(c.version, ".")]
			moved, unmoved := Tags(c.version, []string{c.version, line, "latest"}, strings.Fields(c.existing))
			if diff := cmp.Diff(strings.Fields(c.moved), moved); diff != "" {
				t.Errorf("tags differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.unmoved, unmoved); diff != "" {
				t.Errorf("tags that stay differ (-want +got):\n%s", diff)
			}
		})
	}
}
