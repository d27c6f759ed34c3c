package ignorefile

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var today = time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)

func TestCheckYAML(t *testing.T) {
	t.Parallel()
	const name = ".trivyignore.yaml"
	one := func(keys string) string { return "vulnerabilities:\n  - {id: CVE-2024-42005" + keys + "}\n" }
	const why = ", statement: JSONField is not used"
	for title, test := range map[string]struct {
		text     string
		warnings []string
		problems []string
	}{
		"nothing":        {text: ""},
		"comments alone": {text: "# ignored\n"},
		"empty sections": {text: "vulnerabilities:\nsecrets: []\n"},
		"all sections and keys": {text: `vulnerabilities:
  - id: CVE-2024-42005
    statement: JSONField is not used
    expired_at: 2999-01-01
    paths: ["venv/lib/**"]
    purls: ["pkg:pypi/django@4.2.14"]
secrets:
  - {id: aws-access-key-id, statement: an example, expired_at: 2999-01-01T10:00:00Z, paths: [app/docs.py]}
misconfigurations:
  - {id: DS-0001, statement: not ours, expired_at: 2999-01-01}
licenses:
  - {id: GPL-3.0, statement: not linked, expired_at: 2999-01-01}
`},
		"an anchor and its alias": {text: "secrets:\n  - &one {id: a, statement: s, expired_at: 2999-01-01}\n  - *one\n  - {<<: *one, paths: [b]}\n", problems: []string{
			"line 3: the alias *one is not supported; write its value here", "line 4: the alias *one is not supported"}},
		"an alias of itself": {text: "&a\n<<: *a\n", problems: []string{"line 2: the alias *a is not supported"}},
		"a merge":            {text: "secrets:\n  - {<<: {id: a}}\n", problems: []string{`line 2: unknown key "<<"`, "line 2: an entry has no id"}},

		"synonyms of keys": {text: one(", expired: 2020-01-01, reason: x"), problems: []string{
			`line 2: unknown key "expired"; did you mean "expired_at"?`, `line 2: unknown key "reason"; did you mean "statement"?`}},
		"a misspelt key":     {text: one(", path: [a]"), problems: []string{`line 2: unknown key "path"; did you mean "paths"?`}},
		"in capitals":        {text: one(", Expired-At: 2020-01-01"), problems: []string{`line 2: unknown key "Expired-At"; did you mean "expired_at"?`}},
		"an unlike key":      {text: one(", zzz: 1"), problems: []string{`line 2: unknown key "zzz"; known are id, statement, expired_at, paths, purls`}},
		"a misspelt section": {text: "vulnerability:\n  - {id: CVE-1}\n", problems: []string{`line 1: unknown key "vulnerability"; did you mean "vulnerabilities"?`}},
		"a key twice":        {text: one(", id: CVE-2"), problems: []string{"line 2: id appears twice; remove one"}},
		"a list at its top":  {text: "- id: CVE-1\n", problems: []string{"line 1: the file is a list; it must be a mapping with keys of vulnerabilities, misconfigurations, secrets, licenses"}},
		"a section that is a mapping": {text: "vulnerabilities:\n  id: CVE-1\n", problems: []string{
			"line 2: it is a mapping; it must be a list, whose lines begin with a hyphen"}},
		"an entry that is a string": {text: "vulnerabilities:\n  - CVE-1\n", problems: []string{`line 2: "CVE-1" is not a valid entry; write it like - id: CVE-1`}},
		"an entry that is a list":   {text: "vulnerabilities:\n  - [CVE-1]\n", problems: []string{"line 2: an entry is a list; it must be a mapping with keys of id, statement, expired_at, paths, purls"}},
		"no id":                     {text: "secrets:\n  - {statement: s}\n", problems: []string{"line 2: an entry has no id, such as CVE-2022-28346"}},
		"an id that is a list":      {text: "secrets:\n  - {id: [a]}\n", problems: []string{"line 2: id is a list; it must be a string", "line 2: an entry has no id"}},
		"paths that are a string":   {text: one(", paths: venv/a.py"), problems: []string{`line 2: paths: it is "venv/a.py"; it must be a list, whose lines begin with a hyphen`}},
		"no date":                   {text: one(why + ", expired_at: tomorrow"), problems: []string{`line 2: expired_at: "tomorrow" is not a valid date; write it like 2026-12-31, without quotes`}},
		"an impossible date":        {text: one(why + ", expired_at: 2026-02-30"), problems: []string{`line 2: expired_at: "2026-02-30" is not a valid date`}},
		"a date in quotes":          {text: one(why + `, expired_at: "2026-12-31"`), problems: []string{`line 2: expired_at: "2026-12-31" is not a valid date; write it like 2026-12-31, without quotes`}},
		"a date that is a list":     {text: one(why + ", expired_at: [2026]"), problems: []string{"line 2: expired_at: a list is not a valid date"}},
		"no YAML":                   {text: "vulnerabilities:\n  - id: [\n", problems: []string{"line 2: did not find expected node content"}},

		"forever":               {text: one(why), warnings: []string{"ignored without an end: CVE-2024-42005 (line 2); give each a date with expired_at"}},
		"forever, with the key": {text: one(why + ", expired_at: "), warnings: []string{"ignored without an end: CVE-2024-42005 (line 2); give each a date with expired_at"}},
		"without a reason":      {text: one(", expired_at: 2999-01-01"), warnings: []string{"ignored without a reason: CVE-2024-42005 (line 2); give each a statement"}},
		"with an empty one":     {text: one(", expired_at: 2999-01-01, statement: ' '"), warnings: []string{"ignored without a reason: CVE-2024-42005 (line 2); give each a statement"}},
		"for two weeks":         {text: one(why + ", expired_at: 2026-12-06"), warnings: []string{"soon no longer ignored: CVE-2024-42005 on 2026-12-06 (line 2); update the packages that have them, or review the entries"}},
		"for a day longer":      {text: one(why + ", expired_at: 2026-12-07")},
		"until tomorrow":        {text: one(why + ", expired_at: 2026-11-23"), warnings: []string{"soon no longer ignored: CVE-2024-42005 on 2026-11-23 (line 2); update the packages that have them, or review the entries"}},
		"until this morning":    {text: one(why + ", expired_at: 2026-11-22"), warnings: []string{"no longer ignored: CVE-2024-42005 on 2026-11-22 (line 2); remove the entries"}},
		"many forever with a reason": {text: "secrets:\n" + strings.Repeat("  - {id: a, statement: s}\n", 7), warnings: []string{
			"ignored without an end: a (line 2), a (line 3), a (line 4), a (line 5), a (line 6) and 2 more; give each a date with expired_at"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			check(t, File{name, test.text}, test.warnings, test.problems)
		})
	}
}

// Each line has two aliases of the line above it.
func TestAliasesOfAliases(t *testing.T) {
	t.Parallel()
	text := "a0: &a0 {id: x}\n"
	for i := range 39 {
		text += fmt.Sprintf("a%d: &a%d {<<: [*a%d, *a%d]}\n", i+1, i+1, i, i)
	}
	_, err := File{".trivyignore.yaml", text}.Check(today)
	if err == nil || !strings.HasPrefix(err.Error(), ".trivyignore.yaml: line 2: the alias *a0 is not supported") {
		t.Errorf("got %v", err)
	}
}

func TestProblemsAreBounded(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		".trivyignore": strings.Repeat("CVE-1 exp:never\n", 10_000), "a.yaml": "secrets:\n" + strings.Repeat("- 1\n", 10_000), "b.yaml": strings.Repeat("#", maxBytes+1),
		"c.yaml": strings.Repeat("[", maxBytes), "d.yaml": strings.Repeat("- ", maxBytes/2),
	} {
		_, err := File{name, text}.Check(today)
		if err == nil || len(err.Error()) > 10_000 {
			t.Errorf("%s: got %.100v", name, err)
		}
	}
}

func TestCheckPlain(t *testing.T) {
	t.Parallel()
	for title, test := range map[string]struct {
		text     string
		warnings []string
		problems []string
	}{
		"nothing":          {text: "\n# accepted\n"},
		"with a date":      {text: "# not used\nCVE-2024-42005 exp:2999-01-01\n"},
		"and a comment":    {text: "CVE-2024-42005 exp:2999-01-01 # not used\r\n"},
		"forever":          {text: "# not used\nCVE-2024-42005\n", warnings: []string{"ignored without an end: CVE-2024-42005 (line 2); give each a date with exp:2026-12-31"}},
		"with other words": {text: "CVE-2024-42005 until:2999-01-01\n", warnings: []string{"ignored without an end: CVE-2024-42005 (line 1); give each a date with exp:2026-12-31"}},
		"for a day":        {text: "CVE-2024-42005 exp:2026-11-23\n", warnings: []string{"soon no longer ignored: CVE-2024-42005 on 2026-11-23 (line 1); update the packages that have them, or review the entries"}},
		"no date":          {text: "\nCVE-2024-42005 exp:tomorrow\n", problems: []string{`line 2: CVE-2024-42005: "exp:tomorrow" is not a valid date; write it like exp:2026-12-31`}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			check(t, File{".trivyignore", test.text}, test.warnings, test.problems)
		})
	}
}

// check expects warnings, or an error whose lines begin with the problems.
func check(t *testing.T, file File, warnings, problems []string) {
	t.Helper()
	got, err := file.Check(today)
	for i := range warnings {
		warnings[i] = file.Name + ": " + warnings[i]
	}
	if diff := cmp.Diff(warnings, got); diff != "" {
		t.Errorf("warnings differ (-want +got):\n%s", diff)
	}
	var lines []string
	if err != nil {
		lines = strings.Split(err.Error(), "\n")
	}
	if len(lines) != len(problems) {
		t.Fatalf("%d problems, want %d: %v", len(lines), len(problems), err)
	}
	for i, problem := range problems {
		if !strings.HasPrefix(lines[i], file.Name+": "+problem) {
			t.Errorf("problem %q, want %q", lines[i], problem)
		}
	}
}
