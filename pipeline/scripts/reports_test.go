package scripts_test

import (
	"regexp"
	"testing"

	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
)

// The scan writes its reports under the names by which others read them.
func TestScanWritesItsReports(t *testing.T) {
	t.Parallel()
	for _, name := range []string{report.Trivy, report.TrivyTable, report.TrivySARIF, report.CycloneDX, report.SPDX} {
		if !regexp.MustCompile(`[:/]` + regexp.QuoteMeta(name) + `[ ;]`).MatchString(scripts.ScanImage.Text) {
			t.Errorf("scan-image.sh does not write %s", name)
		}
	}
}
