package plan

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dagger/python-pipeline/ignorefile"
)

func TestScan(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		source files
		want   string
	}{
		{"defaults", nil, "HIGH and above stop the image, but not findings without a fix; a secret always does | the default"},
		{"a severity", files{"": `scan.severity = "CRITICAL"`}, `CRITICAL and above stop the image, but not findings without a fix; a secret always does | the key "scan"`},
		{"findings without a fix", files{"": `scan.ignore-unfixed = false`}, `HIGH and above stop the image; a secret always does | the key "scan"`},
		{"Trivy's own file", files{".trivyignore.yaml": ""}, "HIGH and above stop the image, but not findings without a fix; a secret always does; ignore file: .trivyignore.yaml | the default"},
		{"the better one of two", files{".trivyignore.yaml": "", ".trivyignore": ""}, "HIGH and above stop the image, but not findings without a fix; a secret always does; ignore file: .trivyignore.yaml | the default"},
		{"a file of its own", files{"ignored.yaml": "", "": `scan.ignorefile = "ignored.yaml"`}, `HIGH and above stop the image, but not findings without a fix; a secret always does; ignore file: ignored.yaml | the key "scan"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := decision(read(t, app(test.source)), "scan"); got != test.want {
				t.Errorf("decision %q, want %q", got, test.want)
			}
		})
	}
	fails(t, app(files{"": `scan.ignorefile = "ignored.yaml"`}), "scan.ignorefile: there is no ignored.yaml")
}

// The ignore file is checked with the plan, long before a scan.
func TestIgnorefile(t *testing.T) {
	t.Parallel()
	const (
		good    = "vulnerabilities:\n  - {id: CVE-2024-42005, statement: not used, expired_at: 2999-01-01}\n"
		endless = "vulnerabilities:\n  - {id: CVE-2024-42005, statement: not used}\n"
		wrong   = "vulnerabilities:\n  - {id: CVE-2024-42005, expired: 2020-01-01}\n"
		forever = ": ignored without an end: CVE-2024-42005 (line 2); give each a date with expired_at"
	)
	for name, test := range map[string]struct {
		source   files
		callers  *ignorefile.File
		warnings []string
		fails    string
	}{
		"none":                {source: nil},
		"until a date":        {source: files{".trivyignore.yaml": good}},
		"forever":             {source: files{".trivyignore.yaml": endless}, warnings: []string{".trivyignore.yaml" + forever}},
		"a wrong key":         {source: files{".trivyignore.yaml": wrong}, fails: `.trivyignore.yaml: line 2: unknown key "expired"; did you mean "expired_at"?`},
		"a file of the key":   {source: files{"security/ignored.yml": wrong, "": `scan.ignorefile = "security/ignored.yml"`}, fails: "security/ignored.yml: line 2: unknown key"},
		"a plain list":        {source: files{".trivyignore": "CVE-2024-42005 exp:never\n"}, fails: `.trivyignore: line 1: CVE-2024-42005: "exp:never" is not a valid date`},
		"two files":           {source: files{".trivyignore.yaml": good, ".trivyignore": "CVE-1 exp:never\n"}, warnings: []string{".trivyignore is not read, since the ignore file is .trivyignore.yaml; move its entries there, or remove it"}},
		"the caller's":        {source: files{".trivyignore.yaml": wrong}, callers: &ignorefile.File{Name: "theirs.yaml", Text: endless}, warnings: []string{"theirs.yaml" + forever}},
		"the caller's, wrong": {source: nil, callers: &ignorefile.File{Name: "theirs.yaml", Text: wrong}, fails: `theirs.yaml: line 2: unknown key "expired"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Read(tested(app(test.source)).fs(), Options{Scan: ScanOptions{Ignorefile: test.callers}, Now: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)})
			if test.fails != "" {
				if err == nil || !strings.HasPrefix(err.Error(), test.fails) {
					t.Errorf("error %v, want %q", err, test.fails)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.warnings, plan.Warnings); diff != "" {
				t.Errorf("warnings differ (-want +got):\n%s", diff)
			}
		})
	}
}
