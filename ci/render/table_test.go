package render

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dagger/python-pipeline/finding"
	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

func TestTable(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		summary summary.Summary
		color   bool
		width   int
		want    string
	}{
		"published": {
			summary: summary.New(docker, []summary.App{published}, 12*time.Second, nil),
			want: `
image          size  layers  tests      coverage   time  status
calculator  16.3 MB       8  14 passed       97%  10.1s  published
  ghcr.io/acme/calculator:latest@` + digest + `

✓ 1 app passed in 12.0s (docker engine v0.21.8)
`,
		},
		"not published, a warning, stand-ins": {
			summary: summary.New(summary.Engine{Kind: "embedded", Version: "v0.21.8", StandIns: []string{"python:3.11-slim-bookworm", "postgres:15-bookworm"}}, []summary.App{published, tested}, 90*time.Second, nil),
			want: `
image          size  layers  tests                 coverage   time  status
calculator  16.3 MB       8  14 passed                  97%  10.1s  published
  ghcr.io/acme/calculator:latest@` + digest + `
django        999 B      12  30 passed, 1 skipped         -  1m25s  not published
  not published: set PIPELINE_REGISTRY

! django: requirements.txt: lark has no hash
! stand-ins used in place of the public images: python:3.11-slim-bookworm, postgres:15-bookworm
✓ 2 apps passed in 1m30s (embedded engine v0.21.8)
`,
		},
		"failed": {
			summary: summary.New(docker, []summary.App{published, failed}, 40*time.Second, nil),
			want: `
image          size  layers  tests                coverage   time  status
calculator  16.3 MB       8  14 passed                 97%  10.1s  published
  ghcr.io/acme/calculator:latest@` + digest + `
django            -       -  12 passed, 1 failed         -  34.2s  failed

✗ django: test: 1 of 13 tests failed
    FAILED tests/test_app.py::test_add

        assert 3 == 4
  → run ` + "`go run ./ci test django -- -k test_add`" + `

✗ 1 of 2 apps failed in 40.0s (docker engine v0.21.8)
`,
		},
		"narrow": {
			summary: summary.New(docker, []summary.App{published}, 12*time.Second, nil),
			width:   50,
			want: `
image          size  tests       time  status
calculator  16.3 MB  14 passed  10.1s  published
  ghcr.io/acme/calculator:latest@` + digest + `

✓ 1 app passed in 12.0s (docker engine v0.21.8)
`,
		},
		"very narrow": {
			summary: summary.New(docker, []summary.App{published}, 12*time.Second, nil),
			width:   20,
			want: `
image       tests      status
calculator  14 passed  published
  ghcr.io/acme/calculator:latest@` + digest + `

✓ 1 app passed in 12.0s (docker engine v0.21.8)
`,
		},
		"colour": {
			summary: summary.New(docker, []summary.App{failed}, time.Second, nil),
			color:   true,
			width:   40,
			want: "\nimage   tests                status\n" +
				"django  12 passed, 1 failed  \x1b[31mfailed\x1b[0m\n\n" +
				"\x1b[31m✗\x1b[0m django: test: 1 of 13 tests failed\n" +
				"    FAILED tests/test_app.py::test_add\n\n        assert 3 == 4\n" +
				"  → run `go run ./ci test django -- -k test_add`\n\n" +
				"\x1b[31m✗\x1b[0m 1 of 1 app failed in 1.0s (docker engine v0.21.8)\n",
		},
		"no app ran": {
			summary: summary.New(summary.Engine{}, nil, time.Second, errors.New("engine: no runtime found: not root\nstart Docker")),
			want: `
✗ engine: no runtime found: not root
  start Docker
✗ run failed in 1.0s (no engine)
`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			if err := Table(&got, test.summary, test.color, test.width); err != nil {
				t.Fatal(err)
			}
			if want := strings.TrimPrefix(test.want, "\n"); got.String() != want {
				t.Errorf("got:\n%s\nwant:\n%s", &got, want)
			}
		})
	}
}

func TestOutputIsBounded(t *testing.T) {
	t.Parallel()
	var output strings.Builder
	for i := range 100 {
		fmt.Fprintf(&output, "line %d\n", i)
	}
	got := lines(output.String())
	if len(got) != shownLines+1 || got[0] != "… 60 lines before" || got[1] != "line 60" || got[shownLines] != "line 99" {
		t.Errorf("got %d lines: %q", len(got), got)
	}
}

// Of many findings the worst is the one to read.
func TestWorstFindingIsShown(t *testing.T) {
	t.Parallel()
	scan := report.Scan{Findings: []finding.Finding{{Severity: "CRITICAL", Subject: "Django 4.2.14", Problem: "CVE-2024-42005"}}}
	for range 99 {
		scan.Findings = append(scan.Findings, finding.Finding{Severity: "HIGH", Subject: "lark 1.0", Problem: strings.Repeat("long ", 50)})
	}
	failure := scan.Failure()
	app := summary.App{Report: report.Report{Name: "shop", Failures: []report.Failure{*failure}}}
	var table, page strings.Builder
	if err := Table(&table, summary.New(docker, []summary.App{app}, time.Second, nil), false, 80); err != nil {
		t.Fatal(err)
	}
	if err := Markdown(&page, summary.New(docker, []summary.App{app}, time.Second, nil)); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"table": table.String(), "page": page.String()} {
		for _, want := range []string{"100 findings stop the image: 1 critical, 99 high", "Django 4.2.14: CVE-2024-42005 (CRITICAL", "and 70 more"} {
			if !strings.Contains(text, want) {
				t.Errorf("the %s does not say %q:\n%s", name, want, text)
			}
		}
	}
}

// An old database lets pass what it does not know.
func TestOldDatabaseIsAWarning(t *testing.T) {
	t.Parallel()
	for line, database := range map[string]report.Database{
		"· vulnerability database: Trivy's own, 1 day old":                                                    {Source: "Trivy's own", Days: 1},
		"· vulnerability database: Trivy's own, 7 days old":                                                   {Source: "Trivy's own", Days: 7},
		"! vulnerability database: Trivy's own, 8 days old; newer vulnerabilities are not found":              {Source: "Trivy's own", Days: 8},
		"! vulnerability database: a folder, 28 advisories, 40 days old; newer vulnerabilities are not found": {Source: "a folder", Advisories: 28, Days: 40},
		"! vulnerability database: the small one, 28 advisories, 40 days old; it does not replace a real one": {Source: "the small one", Advisories: 28, Days: 40, Small: true},
	} {
		app := published
		app.Scan = &report.Scan{Database: database}
		var table, page strings.Builder
		if err := Table(&table, summary.New(docker, []summary.App{app}, time.Second, nil), false, 0); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(table.String(), "\n"+line+"\n") {
			t.Errorf("%q is not in\n%s", line, &table)
		}
		if err := Markdown(&page, summary.New(docker, []summary.App{app}, time.Second, nil)); err != nil {
			t.Fatal(err)
		}
		if note, warned := strings.CutPrefix(line, "! "); warned != strings.Contains(page.String(), "- ⚠️ "+note) {
			t.Errorf("%q: the page is\n%s", line, &page)
		}
	}
}

func TestSize(t *testing.T) {
	t.Parallel()
	for bytes, want := range map[int64]string{
		0: "-", 1: "1 B", 999: "999 B", 1000: "1.0 kB", 999_949: "999.9 kB", 999_950: "1.0 MB",
		16_340_000: "16.3 MB", 999_960_000: "1.0 GB", 12_300_000_000: "12.3 GB",
	} {
		if got := Size(bytes); got != want {
			t.Errorf("%d: got %s, want %s", bytes, got, want)
		}
	}
}
