package scripts

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	buckets  = "\x00vulnerability\x00data-source\x00debian 12\x00"
	cve      = "CVE-2026-12345\x00{\"Title\":\"it sells what it has not\"}\x00"
	bookworm = `debian 12{"ID":"debian","Name":"Debian Security Tracker"}`
	trixie   = `debian 13{"ID":"debian","Name":"Debian Security Tracker"}`
	forky    = `debian forky/sid{"ID":"debian","Name":"Debian Security Tracker"}`
	ubuntu   = `ubuntu 24.04{"ID":"ubuntu","Name":"Ubuntu CVE Tracker"}`
	fixed    = `{"FixedVersion":"1.2-3"}`
)

// A database with nothing to find would let everything pass, and so would one of
// another release.
func TestAdvisories(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		database string // "" for none
		passes   bool
		releases string
	}{
		"none":                   {"", false, ""},
		"an empty file":          {"\n", false, ""},
		"the buckets alone":      {buckets, false, ""},
		"a CVE of no package":    {buckets + cve, false, ""},
		"no sources":             {"\x00vulnerability\x00" + fixed, false, ""},
		"a fixed version":        {buckets + cve + fixed + "\x00\n" + bookworm, true, "debian 12"},
		"a range of an index":    {buckets + "\n\x00" + `{"VulnerableVersions":["\u003c 1.2"],"PatchedVersions":["1.2"]}`, true, ""},
		"what has no fix yet":    {buckets + `{"Status":2}` + "\x00\x01" + bookworm, true, "debian 12"},
		"a title with the words": {buckets + `{"Title":"the FixedVersion of VulnerableVersions has the \"Status\": open"}`, false, ""},
		"several releases":       {buckets + fixed + "\x00\x02\xff\xfe" + bookworm + trixie + ubuntu + "\x00", true, "debian 12\ndebian 13"},
		"one in development":     {buckets + fixed + trixie + forky, true, "debian 13\ndebian forky/sid"},
		"a title with a release": {buckets + fixed + `{"Title":"debian 13 has it"}`, true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "trivy.db")
			if test.database != "" {
				if err := os.WriteFile(file, []byte(test.database), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, err := exec.Command("sh", "-c", CheckDatabase.Text, "advisories", file).CombinedOutput()
			said := strings.TrimSpace(string(out))
			if test.passes {
				if err != nil || said != test.releases {
					t.Errorf("it ended with %v and said %q, want %q", err, said, test.releases)
				}
				return
			}
			var failed *exec.ExitError
			if !errors.As(err, &failed) || failed.ExitCode() != 3 || said != "vulnerability database: it is empty or absent" {
				t.Errorf("it ended with %v and said %q", err, said)
			}
		})
	}
}
