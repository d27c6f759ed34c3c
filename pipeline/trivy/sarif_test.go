package trivy

import (
	"strings"
	"testing"
)

func TestWithRunID(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		`{"runs": [{"tool": {}}]}`: "{\n  \"runs\": [\n    {\n      \"automationDetails\": {\n        \"id\": \"trivy/shop/\"\n      },\n      \"tool\": {}\n    }\n  ]\n}",
		`{"runs": []}`:             "{\n  \"runs\": []\n}",
		`{"runs": [1]}`:            "{\n  \"runs\": [\n    1\n  ]\n}",
	} {
		if got, err := WithRunID(content, "shop"); err != nil || got != want {
			t.Errorf("%s: %s, %v", content, got, err)
		}
	}
	if _, err := WithRunID("", "shop"); err == nil || !strings.HasPrefix(err.Error(), "trivy.sarif: ") {
		t.Errorf("error %v", err)
	}
}
