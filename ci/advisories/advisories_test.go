package advisories

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

func ownDatabase(t *testing.T) Database {
	t.Helper()
	d, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A reader can check every advisory at its source.
func TestOwnAdvisoriesNameTheirSources(t *testing.T) {
	t.Parallel()
	for _, p := range ownDatabase(t).Packages {
		for _, a := range p.Advisories {
			want := "https://security-tracker.debian.org/tracker/" + a.ID
			if p.Ecosystem == Pip {
				want = "https://github.com/advisories/" + a.GHSA
			}
			if a.Source != want {
				t.Errorf("%s: %s: its source is %s, want %s", p.Name, a.ID, a.Source, want)
			}
		}
	}
}

// The advisories exercise each gate: fixed and unfixed, in every ecosystem.
func TestOwnAdvisoriesAreOfAllKinds(t *testing.T) {
	t.Parallel()
	severe := map[string]int{}
	for _, p := range ownDatabase(t).Packages {
		for _, a := range p.Advisories {
			if a.Severity == "HIGH" || a.Severity == "CRITICAL" {
				severe[p.Ecosystem]++
				severe[p.Ecosystem+" "+p.Name]++
				if a.Status != "" {
					severe["unfixed"]++
				}
			}
		}
	}
	for _, kind := range []string{
		Pip, Debian12, Debian13, DebianTesting, "unfixed", "debian 12 openldap",
		"pip Django", "pip Pillow", "pip requests", "pip urllib3", "pip Jinja2", "pip PyYAML",
		"pip cryptography", "pip setuptools", "pip pip", "pip sqlparse",
	} {
		if severe[kind] == 0 {
			t.Errorf("%s: there is no severe advisory", kind)
		}
	}
}

const (
	head     = "ecosystem: pip\npackage: Shop\nreviewed: 2026-11-22\nadvisories:\n"
	first    = "- {id: CVE-2026-12345, severity: HIGH, title: It sells what it has not, vulnerable: ['>= 1.0, < 1.2', '< 0.9'], source: 'https://example.org/1'}\n"
	bookworm = "ecosystem: debian 12\npackage: shop\nreviewed: 2026-11-20\nadvisories:\n"
	second   = "- {id: CVE-2026-12346, severity: LOW, title: It never closes, status: affected, source: 'https://example.org/2'}\n"
)

func files(content map[string]string) fstest.MapFS {
	folder := fstest.MapFS{}
	for name, text := range content {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return folder
}

func shop(t *testing.T) Database {
	t.Helper()
	d, err := Read(files(map[string]string{"shop.yaml": head + first, "debian-shop.yaml": bookworm + second, "README.md": "not an advisory"}))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRead(t *testing.T) {
	t.Parallel()
	day := func(day int) Day { return Day{time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC)} }
	want := Database{[]Package{
		{Ecosystem: Debian12, Name: "shop", Reviewed: day(20), Advisories: []Advisory{{
			ID: "CVE-2026-12346", Severity: "LOW", Title: "It never closes", Status: "affected", Source: "https://example.org/2",
		}}},
		{Ecosystem: Pip, Name: "Shop", Reviewed: day(22), Advisories: []Advisory{{
			ID: "CVE-2026-12345", Severity: "HIGH", Title: "It sells what it has not", Vulnerable: []string{">= 1.0, < 1.2", "< 0.9"}, Source: "https://example.org/1",
		}}},
	}}
	got := shop(t)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the database differs (-want +got):\n%s", diff)
	}
	if got, want := got.Updated(), day(20).Time; !got.Equal(want) {
		t.Errorf("it is current up to %s, want %s", got, want)
	}
	if diff := cmp.Diff([]string{"1.2", "0.9"}, got.Packages[1].Advisories[0].PatchedVersions()); diff != "" {
		t.Errorf("patched versions differ (-want +got):\n%s", diff)
	}
}

func TestReadErrors(t *testing.T) {
	t.Parallel()
	with := func(old, new string) string { return head + strings.Replace(first, old, new, 1) }
	for name, test := range map[string]struct{ content, want string }{
		"an unknown key":       {with("severity:", "severty:"), "shop.yaml: yaml: unmarshal errors:\n  line 5: field severty not found in type advisories.Advisory"},
		"nothing":              {"", `shop.yaml: ecosystem: "" is not a valid one; write one of pip, debian 12, debian 13, debian forky/sid`},
		"another ecosystem":    {strings.Replace(head, "pip", "npm", 1) + first, `shop.yaml: ecosystem: "npm" is not a valid one; write one of pip, debian 12, debian 13, debian forky/sid`},
		"no day":               {strings.Replace(head, "2026-11-22", "yesterday", 1) + first, "shop.yaml: line 3: yesterday is not a valid date; write it like 2026-11-22"},
		"never reviewed":       {strings.Replace(head, "reviewed: 2026-11-22\n", "", 1) + first, "shop.yaml: reviewed: it is missing; write the day on which the sources were last checked"},
		"no name":              {strings.Replace(head, "package: Shop\n", "", 1) + first, "shop.yaml: package: it is missing"},
		"no advisories":        {head, "shop.yaml: advisories: there are none"},
		"the same twice":       {head + first + first, "shop.yaml: advisory 2: CVE-2026-12345: id: another advisory of this file has it"},
		"no CVE":               {with("CVE-2026-12345", "SHOP-1"), "shop.yaml: advisory 1: SHOP-1: id: it is not a valid CVE identifier; write one like CVE-2022-28346"},
		"another severity":     {with("HIGH", "high"), `shop.yaml: advisory 1: CVE-2026-12345: severity: "high" is not a valid severity; write one of LOW, MEDIUM, HIGH, CRITICAL`},
		"no title":             {with("title: It sells what it has not, ", ""), "shop.yaml: advisory 1: CVE-2026-12345: title: it has to be one line"},
		"no source":            {with("https://example.org/1", "a friend"), `shop.yaml: advisory 1: CVE-2026-12345: source: "a friend" is not an https address`},
		"no range":             {with(">= 1.0, < 1.2", "before 1.2"), `shop.yaml: advisory 1: CVE-2026-12345: vulnerable: "before 1.2" is not a valid version range; write one like ">= 4.0, < 4.0.4"`},
		"an invalid GHSA":      {with("severity:", "ghsa: GHSA-aaaa-bbbb-cccc, severity:"), `shop.yaml: advisory 1: CVE-2026-12345: ghsa: "GHSA-aaaa-bbbb-cccc" is not a valid GHSA identifier; write one like GHSA-2gwj-7jmv-h26r`},
		"Debian's keys":        {with("severity:", "fixed: 1.2, severity:"), "shop.yaml: advisory 1: CVE-2026-12345: fixed, status: they are for Debian packages; write vulnerable"},
		"all versions":         {with("vulnerable: ['>= 1.0, < 1.2', '< 0.9'], ", ""), "shop.yaml: advisory 1: CVE-2026-12345: vulnerable: it is missing"},
		"pip's keys":           {bookworm + first, "shop.yaml: advisory 1: CVE-2026-12345: ghsa, vulnerable: they are for pip packages; write fixed or status"},
		"fixed and unfixed":    {bookworm + strings.Replace(second, "status:", "fixed: 1.2-3, status:", 1), "shop.yaml: advisory 1: CVE-2026-12346: fixed, status: write exactly one of them"},
		"neither":              {bookworm + strings.Replace(second, "status: affected, ", "", 1), "shop.yaml: advisory 1: CVE-2026-12346: fixed, status: write exactly one of them"},
		"another status":       {bookworm + strings.Replace(second, "affected", "open", 1), `shop.yaml: advisory 1: CVE-2026-12346: status: "open" is not a valid status; write one of affected, will_not_fix, fix_deferred`},
		"a word for a version": {bookworm + strings.Replace(second, "status: affected", "fixed: soon", 1), `shop.yaml: advisory 1: CVE-2026-12346: fixed: "soon" is not a valid version of a Debian package`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(files(map[string]string{"shop.yaml": test.content}))
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestReadOfAFolderWithoutAdvisories(t *testing.T) {
	t.Parallel()
	if _, err := Read(files(map[string]string{"shop.yml": head + first})); err == nil || err.Error() != "advisories: the folder has no *.yaml file" {
		t.Errorf("got %v", err)
	}
}
