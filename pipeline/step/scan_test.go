package step

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fakeTrivy writes its name into every report that it is asked for.
const fakeTrivy = `#!/bin/sh
while [ $# -gt 0 ]; do
    case $1 in --output) echo trivy >"$2" ;; esac
    shift
done
`

// A database with nothing to find would let everything pass.
func TestScanWantsAdvisories(t *testing.T) {
	t.Parallel()
	const (
		buckets = "\x00vulnerability\x00data-source\x00debian 12\x00"
		cve     = "CVE-2026-12345\x00{\"Title\":\"it sells what it has not\"}\x00"
	)
	for name, test := range map[string]struct {
		database string // "" for none
		passes   bool
	}{
		"none":                   {"", false},
		"an empty file":          {"\n", false},
		"the buckets alone":      {buckets, false},
		"a CVE of no package":    {buckets + cve, false},
		"no sources":             {"\x00vulnerability\x00" + `{"FixedVersion":"1.2-3"}`, false},
		"a fixed version":        {buckets + cve + `{"FixedVersion":"1.2-3"}` + "\x00\n", true},
		"a range of an index":    {buckets + "\n\x00" + `{"VulnerableVersions":["\u003c 1.2"],"PatchedVersions":["1.2"]}`, true},
		"what has no fix yet":    {buckets + `{"Status":2}` + "\x00", true},
		"a title with the words": {buckets + `{"Title":"the FixedVersion of VulnerableVersions has the \"Status\": open"}`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			for _, folder := range []string{"bin", "database", "scans", "tmp", "empty"} {
				if err := os.Mkdir(filepath.Join(root, folder), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(root, "bin", "trivy"), []byte(fakeTrivy), 0o700); err != nil {
				t.Fatal(err)
			}
			if test.database != "" {
				if err := os.WriteFile(filepath.Join(root, "database", "trivy.db"), []byte(test.database), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if out, err := exec.Command("tar", "-cf", filepath.Join(root, "image.tar"), "-C", filepath.Join(root, "empty"), ".").CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			script := strings.NewReplacer("/pipeline/cache", root+"/cache", "/pipeline/database", root+"/database",
				"/image.tar", root+"/image.tar", "/out", root+"/out", "/scans", root+"/scans", "/tmp", root+"/tmp").Replace(Scan)
			var said bytes.Buffer
			cmd := exec.Command("sh", "-c", script, "scan", "key", "shop")
			cmd.Env, cmd.Stderr = append(os.Environ(), "PATH="+filepath.Join(root, "bin")+":"+os.Getenv("PATH")), &said
			err := cmd.Run()
			_, kept := os.Stat(filepath.Join(root, "scans", "key", "trivy.json"))
			if test.passes {
				if err != nil || kept != nil {
					t.Errorf("it ended with %v, kept %v and said\n%s", err, kept, &said)
				}
				return
			}
			var failed *exec.ExitError
			if !errors.As(err, &failed) || failed.ExitCode() != 3 || !strings.Contains(said.String(), "vulnerability database: it is empty or absent") || kept == nil {
				t.Errorf("it ended with %v, kept %v and said\n%s", err, kept == nil, &said)
			}
		})
	}
}
