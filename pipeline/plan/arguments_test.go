package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/ignorefile"
	"dagger/python-pipeline/settings"
)

func TestArgumentsOfTheScan(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options ScanOptions
		table   string
		want    settings.Scan
		decided string
	}{
		"a severity": {ScanOptions{Severity: "HIGH,CRITICAL,MEDIUM"}, "", settings.Scan{Severity: "MEDIUM", IgnoreUnfixed: true, ExitOnEOL: true},
			"MEDIUM and above stop the image, but not findings without a fix; a secret always does | the argument severity"},
		"before the key": {ScanOptions{Severity: "CRITICAL"}, `scan = { severity = "LOW", ignore-unfixed = false }`, settings.Scan{Severity: "CRITICAL", ExitOnEOL: true},
			`CRITICAL and above stop the image; a secret always does | the argument severity, the key "scan"`},
		"findings without a fix": {ScanOptions{IgnoreUnfixed: new(false)}, "", settings.Scan{Severity: "HIGH", ExitOnEOL: true},
			"HIGH and above stop the image; a secret always does | the argument ignore-unfixed"},
		"an old distribution": {ScanOptions{ExitOnEOL: new(false)}, "", settings.Scan{Severity: "HIGH", IgnoreUnfixed: true},
			"HIGH and above stop the image, but not findings without a fix; a secret always does; a distribution without security updates does not | the argument exit-on-eol"},
		"against the app's value": {ScanOptions{ExitOnEOL: new(true)}, `scan.exit-on-eol = false`, settings.Scan{Severity: "HIGH", IgnoreUnfixed: true, ExitOnEOL: true},
			`HIGH and above stop the image, but not findings without a fix; a secret always does | the argument exit-on-eol, the key "scan"`},
		"a file of the caller's": {ScanOptions{Ignorefile: &ignorefile.File{Name: "ignored.yaml"}}, `scan.ignorefile = "ignored.yaml"`, settings.Scan{Severity: "HIGH", IgnoreUnfixed: true, ExitOnEOL: true},
			`HIGH and above stop the image, but not findings without a fix; a secret always does; ignore file: the caller's | the argument ignorefile, the key "scan"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Read(app(files{"": test.table, "ignored.yaml": ""}).fs(), Options{Scan: test.options})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, plan.Scan); diff != "" {
				t.Errorf("scan differs (-want +got):\n%s", diff)
			}
			if got := decision(plan, "scan"); got != test.decided {
				t.Errorf("decision %q, want %q", got, test.decided)
			}
		})
	}
}

func TestInvalidSeverity(t *testing.T) {
	t.Parallel()
	_, err := Read(app(nil).fs(), Options{Scan: ScanOptions{Severity: "HIGH,SEVERE"}})
	if want := `severity "SEVERE": it must be one or more of`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %q", err, want)
	}
}
