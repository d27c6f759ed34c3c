package apptest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"python-pipeline/ci/summary"
)

// StaleSummary is the summary of an earlier run that passed.
const StaleSummary = `{"ok": true, "apps": [{"name": "shop"}]}`

// ReadSummary reads the summary.json of a folder.
func ReadSummary(t *testing.T, dist string) summary.Summary {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(dist, summary.FileName))
	if err != nil {
		t.Fatal(err)
	}
	var s summary.Summary
	if err := json.Unmarshal(content, &s); err != nil {
		t.Fatal(err)
	}
	return s
}
