package advisories

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

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

// Only advisories for packages of images count.
func TestCountsAdvisoriesOfPackages(t *testing.T) {
	t.Parallel()
	const pip = "pip::GitHub Security Advisory Pip"
	for name, test := range map[string]struct {
		buckets [][]string // each ends with a key
		want    int
	}{
		"nothing":                       {nil, 0},
		"a CVE without a package":       {[][]string{{"data-source", pip}, {vulnerabilities, "CVE-2026-12345"}}, 0},
		"a package without advisories":  {[][]string{{pip, "shop", ""}}, 0},
		"of another language":           {[][]string{{"npm::GitHub Security Advisory npm", "shop", "CVE-2026-12345"}}, 0},
		"of another distribution":       {[][]string{{"alpine 3.20", "shop", "CVE-2026-12345"}}, 0},
		"one CVE in two packages":       {[][]string{{vulnerabilities, "CVE-2026-12345"}, {pip, "shop", "CVE-2026-12345"}, {"debian 13", "shop", "CVE-2026-12345"}}, 2},
		"two in a package, one beside":  {[][]string{{pip, "shop", "CVE-2026-12345"}, {pip, "shop", "CVE-2026-12346"}, {pip, "till", "CVE-2026-12345"}}, 3},
		"of two sources for one index":  {[][]string{{pip, "shop", "CVE-2026-12345"}, {"pip::Open Source Vulnerability", "shop", "CVE-2026-12345"}}, 2},
		"more than one page of bolt's":  {ofOnePackage(pip, 2000), 2000},
		"more packages than fit a page": {ofManyPackages(pip, 2000), 2000},
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

// ofOnePackage returns the keys of many advisories for one package.
func ofOnePackage(bucket string, count int) (keys [][]string) {
	for i := range count {
		keys = append(keys, []string{bucket, "shop", fmt.Sprintf("CVE-2026-%05d", i)})
	}
	return keys
}

// ofManyPackages returns the keys of one advisory for each of many packages.
func ofManyPackages(bucket string, count int) (keys [][]string) {
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
