package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/accepted"
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
			"MEDIUM and above stop the image, but not what has no fix; a secret always does | the argument trivy-severity"},
		"before the key": {ScanOptions{Severity: "CRITICAL"}, `scan = { severity = "LOW", ignore-unfixed = false }`, settings.Scan{Severity: "CRITICAL", ExitOnEOL: true},
			`CRITICAL and above stop the image; a secret always does | the argument trivy-severity, the key "scan"`},
		"what has no fix": {ScanOptions{IgnoreUnfixed: "false"}, "", settings.Scan{Severity: "HIGH", ExitOnEOL: true},
			"HIGH and above stop the image; a secret always does | the argument trivy-ignore-unfixed"},
		"an old distribution": {ScanOptions{ExitOnEOL: "false"}, "", settings.Scan{Severity: "HIGH", IgnoreUnfixed: true},
			"HIGH and above stop the image, but not what has no fix; a secret always does; a distribution without security updates does not | the argument trivy-exit-on-eol"},
		"as the app has it": {ScanOptions{ExitOnEOL: "true"}, `scan.exit-on-eol = false`, settings.Scan{Severity: "HIGH", IgnoreUnfixed: true, ExitOnEOL: true},
			`HIGH and above stop the image, but not what has no fix; a secret always does | the argument trivy-exit-on-eol, the key "scan"`},
		"a file of the caller's": {ScanOptions{Ignorefile: &accepted.File{Name: "accepted.yaml"}}, `scan.ignorefile = "accepted.yaml"`, settings.Scan{Severity: "HIGH", IgnoreUnfixed: true, ExitOnEOL: true},
			`HIGH and above stop the image, but not what has no fix; a secret always does; accepted: what the caller's file says | the argument trivy-ignorefile, the key "scan"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Read(app(files{"": test.table, "accepted.yaml": ""}).fs(), Options{Scan: test.options})
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

func TestArgumentsThatAreNone(t *testing.T) {
	t.Parallel()
	for want, options := range map[string]ScanOptions{
		`severity "SEVERE": it must be one or more of`:                {Severity: "HIGH,SEVERE"},
		`trivy-ignore-unfixed "perhaps": it must be true or false`:    {IgnoreUnfixed: "perhaps"},
		`trivy-exit-on-eol "when it snows": it must be true or false`: {ExitOnEOL: "when it snows"},
	} {
		_, err := Read(app(nil).fs(), Options{Scan: options})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
}
