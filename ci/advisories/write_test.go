package advisories

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// contents lists the values of a database by their buckets and keys.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	db, err := bbolt.Open(filepath.Join(folder, DatabaseFile), 0o644, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found := map[string]string{}
	var list func(path string, bucket *bbolt.Bucket) error
	list = func(path string, bucket *bbolt.Bucket) error {
		return bucket.ForEach(func(key, value []byte) error {
			name := path + "/" + string(key)
			if value == nil {
				return list(name, bucket.Bucket(key))
			}
			found[name] = string(value)
			return nil
		})
	}
	if err := db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, bucket *bbolt.Bucket) error { return list(string(name), bucket) })
	}); err != nil {
		t.Fatal(err)
	}
	return found
}

func TestWrite(t *testing.T) {
	t.Parallel()
	d := shop(t)
	d.Packages[0].Advisories = append(d.Packages[0].Advisories, Advisory{ID: "CVE-2026-12345", Severity: "MEDIUM", Title: "It sells too much", Fixed: "1.2-3", Source: "https://example.org/3"})
	d.Packages[1].Name = "Shop_Floor"
	d.Packages[1].Advisories[0].GHSA = "GHSA-2gwj-7jmv-h26r"
	folder := filepath.Join(t.TempDir(), "db")
	if err := d.Write(folder); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"data-source/debian 12":                                       `{"ID":"debian","Name":"Debian Security Tracker","URL":"https://salsa.debian.org/security-tracker-team/security-tracker"}`,
		"data-source/pip::GitHub Security Advisory Pip":               `{"ID":"ghsa","Name":"GitHub Security Advisory Pip","URL":"https://github.com/advisories?query=type%3Areviewed+ecosystem%3Apip"}`,
		"debian 12/shop/CVE-2026-12345":                               `{"FixedVersion":"1.2-3"}`,
		"debian 12/shop/CVE-2026-12346":                               `{"Status":2}`,
		"pip::GitHub Security Advisory Pip/shop-floor/CVE-2026-12345": `{"VendorIDs":["GHSA-2gwj-7jmv-h26r"],"VulnerableVersions":["\u003e= 1.0, \u003c 1.2","\u003c 0.9"],"PatchedVersions":["1.2","0.9"]}`,
		"vulnerability/CVE-2026-12345":                                `{"Title":"It sells too much","Severity":"MEDIUM","VendorSeverity":{"ghsa":3,"nvd":2},"References":["https://example.org/3","https://example.org/1"]}`,
		"vulnerability/CVE-2026-12346":                                `{"Title":"It never closes","Severity":"LOW","VendorSeverity":{"nvd":1},"References":["https://example.org/2"]}`,
	}
	if diff := cmp.Diff(want, contents(t, folder)); diff != "" {
		t.Errorf("buckets differ (-want +got):\n%s", diff)
	}
	var got map[string]any
	content, err := os.ReadFile(filepath.Join(folder, MetadataFile))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{
		"Version": 2.0, "UpdatedAt": "2026-11-20T00:00:00Z", "NextUpdate": "2026-11-21T00:00:00Z", "DownloadedAt": "2026-11-20T00:00:00Z",
	}, got); diff != "" {
		t.Errorf("metadata differs (-want +got):\n%s", diff)
	}
}

// A scan would run again for files that differ.
func TestWriteTwiceGivesTheSameFiles(t *testing.T) {
	t.Parallel()
	d, a, b := ownDatabase(t), t.TempDir(), t.TempDir()
	for _, folder := range []string{a, b, b} {
		if err := d.Write(folder); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{DatabaseFile, MetadataFile} {
		one, err := os.ReadFile(filepath.Join(a, file))
		if err != nil {
			t.Fatal(err)
		}
		other, err := os.ReadFile(filepath.Join(b, file))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one, other) {
			t.Errorf("%s: the second one differs from the first", file)
		}
	}
}

// Runs that write the same database at the same time all find it whole.
func TestWriteAtTheSameTime(t *testing.T) {
	t.Parallel()
	known, err := Own()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "db")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			if err := known.Write(folder); err != nil {
				t.Error(err)
			}
			if count, err := Count(folder); err != nil || count == 0 {
				t.Errorf("%d advisories, %v", count, err)
			}
		})
	}
	wait.Wait()
}
