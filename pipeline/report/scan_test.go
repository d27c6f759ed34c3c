package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/finding"
)

func TestFailureOfAScan(t *testing.T) {
	t.Parallel()
	worst := finding.Finding{Place: "in your layers", Severity: "CRITICAL", Subject: "Django 4.2.14", Problem: "CVE-2024-42005", Advice: "lock it"}
	many := []finding.Finding{worst}
	for i := range 59 {
		many = append(many, finding.Finding{Place: "in your layers", Severity: "HIGH", Subject: fmt.Sprintf("package-%d 1.0", i), Problem: "CVE-2026-12345", Advice: "lock it"})
	}
	unjudged := finding.Finding{Place: "in your layers", Subject: "lark 1.0", Problem: "CVE-2026-12346", Advice: "lock it"}
	wrapped := finding.Finding{Place: "in your layers", Severity: "LOW", Subject: "configuration", Problem: "root: the user\nis root", Advice: "set\n a user"}
	for name, test := range map[string]struct {
		findings []finding.Finding
		problem  string
		first    string
		last     string
		lines    int
	}{
		"one": {[]finding.Finding{worst}, "1 finding stops the image: 1 critical",
			"Django 4.2.14: CVE-2024-42005 (CRITICAL, in your layers); lock it", "Django 4.2.14: CVE-2024-42005 (CRITICAL, in your layers); lock it", 1},
		"of several severities, a line each": {[]finding.Finding{unjudged, worst, worst, wrapped}, "4 findings stop the image: 2 critical, 1 low, 1 unknown",
			"lark 1.0: CVE-2026-12346 (UNKNOWN, in your layers); lock it", "configuration: root: the user is root (LOW, in your layers); set a user", 4},
		"many": {many, "60 findings stop the image: 1 critical, 59 high",
			"Django 4.2.14: CVE-2024-42005 (CRITICAL, in your layers); lock it", "… and 30 more, none of them worse; report.json has them all", shownFindings + 1},
		"as many as are quoted": {many[:shownFindings], "30 findings stop the image: 1 critical, 29 high",
			"Django 4.2.14: CVE-2024-42005 (CRITICAL, in your layers); lock it", "package-28 1.0: CVE-2026-12345 (HIGH, in your layers); lock it", shownFindings},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failure := (&Scan{Findings: test.findings}).Failure()
			if failure == nil || failure.Step != StepScan || failure.Problem != test.problem {
				t.Fatalf("failure %+v, want %q", failure, test.problem)
			}
			lines := strings.Split(failure.Output, "\n")
			if diff := cmp.Diff([]string{test.first, test.last}, []string{lines[0], lines[len(lines)-1]}); diff != "" || len(lines) != test.lines {
				t.Errorf("%d lines, first and last differ (-want +got):\n%s", len(lines), diff)
			}
		})
	}
	if failure := (&Scan{}).Failure(); failure != nil {
		t.Errorf("a scan without findings failed: %+v", failure)
	}
}

// All keys in packages, such as those for their tests, are one warning.
func TestWarningsOfAScan(t *testing.T) {
	t.Parallel()
	in := func(files ...string) *Scan {
		s := new(Scan)
		for _, file := range files {
			s.Reported = append(s.Reported, finding.Finding{Subject: file})
		}
		return s
	}
	for name, test := range map[string]struct {
		scan *Scan
		want []string
	}{
		"none": {in(), nil},
		"two in one file": {in("/venv/a.pem", "/venv/a.pem"), []string{
			"packages have text that looks like credentials, which does not stop the image: /venv/a.pem; trivy.txt shows where"}},
		"many": {in("/venv/a", "/venv/b", "/venv/c", "/venv/d", "/venv/e"), []string{
			"packages have text that looks like credentials, which does not stop the image: /venv/a, /venv/b, /venv/c and 2 more; trivy.txt shows where"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, test.scan.Warnings()); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestBlind(t *testing.T) {
	t.Parallel()
	if got := Blind([]string{"the Debian package zlib1g 1"}); got.Step != StepScan || got.Output != "not in Trivy's report:\nthe Debian package zlib1g 1" {
		t.Errorf("got %+v", got)
	}
	many := make([]string, shownFindings+2)
	if got := Blind(many); strings.Count(got.Output, "\n") != shownFindings+1 || !strings.HasSuffix(got.Output, "… and 2 more") {
		t.Errorf("got %+v", got)
	}
}

func TestUnknownRelease(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		known []string
		want  string
	}{{[]string{"debian 11", "debian 12"}, "releases that it knows: debian 11, debian 12"}, {nil, "releases that it knows: none of Debian"}} {
		if got := UnknownRelease("debian 13", test.known); got.Output != test.want || !strings.Contains(got.Problem, "no advisories for debian 13") {
			t.Errorf("got %+v", got)
		}
	}
}

func TestDownloadedFrom(t *testing.T) {
	t.Parallel()
	for want, repositories := range map[string][]string{
		"Trivy's own": nil, "ghcr.io/acme/trivy-db": {"ghcr.io/acme/trivy-db"}, "ghcr.io/acme/a or quay.io/acme": {"ghcr.io/acme/a", "quay.io/acme"},
	} {
		if got := DownloadedFrom(repositories); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
