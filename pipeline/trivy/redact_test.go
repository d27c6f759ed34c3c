package trivy

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The report of an image is for everybody who sees the run.
func TestWithoutConfiguration(t *testing.T) {
	t.Parallel()
	const content = `{"SchemaVersion": 2, "Metadata": {"Size": 1, "ImageConfig": {"config": {"Env": ["ACCESS=hunter2"]}}},
		"Results": [{"Target": "shop", "Class": "secret", "Secrets": [{"Title": "Key", "Match": "\"ACCESS=****\""}]}]}`
	report, err := Read(content)
	if err != nil || !report.HasSecretInConfiguration() {
		t.Fatalf("%v: %+v", err, report)
	}
	redacted, err := WithoutConfiguration(content)
	if err != nil || strings.Contains(redacted, "hunter2") {
		t.Fatalf("%v: %s", err, redacted)
	}
	again, err := Read(redacted)
	if diff := cmp.Diff(report, again); err != nil || diff != "" {
		t.Errorf("%v; what is left differs (-want +got):\n%s", err, diff)
	}
	if report := read(t, `{"Results": [{"Target": "/app/a.py", "Secrets": [{"Title": "Key"}]}]}`); report.HasSecretInConfiguration() {
		t.Error("a file passes for the configuration")
	}
}
