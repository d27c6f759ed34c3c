package advisories

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/bbolt"
)

// contents lists what a database has in its buckets.
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

// Another file is another input of a scan, which would run again.
func TestWriteTwiceGivesTheSameFiles(t *testing.T) {
	t.Parallel()
	d, a, b := own(t), t.TempDir(), t.TempDir()
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
			t.Errorf("%s: two are not the same", file)
		}
	}
}

func TestCount(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for want, d := range map[int]Database{2: shop(t), 0: {}} {
		if err := d.Write(folder); err != nil {
			t.Fatal(err)
		}
		if got, err := Count(folder); err != nil || got != want {
			t.Errorf("got %d, %v; want %d", got, err, want)
		}
	}
}

// What is counted is what can be found in an image.
func TestCountsAdvisoriesOfPackages(t *testing.T) {
	t.Parallel()
	const pip = "pip::GitHub Security Advisory Pip"
	for name, test := range map[string]struct {
		buckets [][]string // each ends with a key
		want    int
	}{
		"nothing":                       {nil, 0},
		"a CVE of no package":           {[][]string{{"data-source", pip}, {vulnerabilities, "CVE-2026-12345"}}, 0},
		"a package without advisories":  {[][]string{{pip, "shop", ""}}, 0},
		"of another language":           {[][]string{{"npm::GitHub Security Advisory npm", "shop", "CVE-2026-12345"}}, 0},
		"of another distribution":       {[][]string{{"alpine 3.20", "shop", "CVE-2026-12345"}}, 0},
		"one CVE in two packages":       {[][]string{{vulnerabilities, "CVE-2026-12345"}, {pip, "shop", "CVE-2026-12345"}, {"debian 13", "shop", "CVE-2026-12345"}}, 2},
		"two in a package, one beside":  {[][]string{{pip, "shop", "CVE-2026-12345"}, {pip, "shop", "CVE-2026-12346"}, {pip, "till", "CVE-2026-12345"}}, 3},
		"of two sources for one index":  {[][]string{{pip, "shop", "CVE-2026-12345"}, {"pip::Open Source Vulnerability", "shop", "CVE-2026-12345"}}, 2},
		"more than one page of bolt's":  {many(pip, 2000), 2000},
		"more packages than fit a page": {spread(pip, 2000), 2000},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), "db")
			if err := (Database{}).Write(folder); err != nil {
				t.Fatal(err)
			}
			fill(t, filepath.Join(folder, DatabaseFile), test.buckets)
			if got, err := Count(folder); err != nil || got != test.want {
				t.Errorf("%d advisories, %v; want %d", got, err, test.want)
			}
		})
	}
}

// many advisories of one package.
func many(bucket string, count int) (keys [][]string) {
	for i := range count {
		keys = append(keys, []string{bucket, "shop", fmt.Sprintf("CVE-2026-%05d", i)})
	}
	return keys
}

// spread is one advisory for each of many packages.
func spread(bucket string, count int) (keys [][]string) {
	for i := range count {
		keys = append(keys, []string{bucket, fmt.Sprintf("shop-%d", i), "CVE-2026-12345"})
	}
	return keys
}

// fill puts keys below nested buckets; "" leaves the bucket empty.
func fill(t *testing.T, file string, keys [][]string) {
	t.Helper()
	db, err := bbolt.Open(file, 0o644, &bbolt.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(func(tx *bbolt.Tx) error {
		for _, path := range keys {
			bucket, err := tx.CreateBucketIfNotExists([]byte(path[0]))
			for _, name := range path[1 : len(path)-1] {
				if err == nil {
					bucket, err = bucket.CreateBucketIfNotExists([]byte(name))
				}
			}
			if key := path[len(path)-1]; err == nil && key != "" {
				err = bucket.Put([]byte(key), []byte("{}"))
			}
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

func TestCountErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ metadata, want string }{
		"no metadata":      {"", "metadata.json: no such file or directory"},
		"other metadata":   {"<html>", "metadata.json: invalid character '<' looking for beginning of value"},
		"another version":  {`{"Version": 1}`, "it is of version 1; 2 is needed"},
		"another database": {`{"Version": 2}`, "trivy.db: invalid database"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			if test.metadata != "" {
				if err := os.WriteFile(filepath.Join(folder, MetadataFile), []byte(test.metadata), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if err := os.WriteFile(filepath.Join(folder, DatabaseFile), bytes.Repeat([]byte("no"), 8<<10), 0o644); err != nil {
				t.Fatal(err)
			}
			if _, err := Count(folder); err == nil || !strings.HasSuffix(err.Error(), test.want) {
				t.Errorf("got %v, want one that ends with %s", err, test.want)
			}
		})
	}
}

// Runs at the same time write the same database, and each finds it whole.
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
