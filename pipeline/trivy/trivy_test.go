package trivy

import (
	"strings"
	"testing"
)

// An incomplete report must not count as one without findings.
func TestReadErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, want string }{
		"nothing":            {"", "report of Trivy: it is empty"},
		"a line break":       {"\n", "report of Trivy: it is empty"},
		"another text":       {"nonsense", "report of Trivy: it is cut off or not a report"},
		"cut off":            {`{"SchemaVersion": 2, "Results": [`, "report of Trivy: it is cut off or not a report"},
		"two":                {`{"SchemaVersion": 2}{"SchemaVersion": 2}`, "report of Trivy: it is cut off or not a report"},
		"an empty object":    {"{}", "report of Trivy: its schema has version 0, and 2 is needed"},
		"no results":         {`{"Results":null}`, "report of Trivy: its schema has version 0, and 2 is needed"},
		"a later schema":     {`{"SchemaVersion": 3, "Results": []}`, "report of Trivy: its schema has version 3, and 2 is needed; name a release of Trivy that writes it"},
		"another type":       {`[]`, "report of Trivy: it is cut off or not a report"},
		"one that is a null": {"null", "report of Trivy: its schema has version 0, and 2 is needed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if report, err := Read(test.content); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %+v, %v; want %q", report, err, test.want)
			}
		})
	}
}
