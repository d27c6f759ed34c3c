package main

import (
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"python-pipeline/ci/advisories"
)

// What a database says of CVEs finds nothing without advisories of packages.
func TestDatabaseThatFindsNothing(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "db")
	if err := (advisories.Database{}).Write(folder); err != nil {
		t.Fatal(err)
	}
	db, err := bbolt.Open(filepath.Join(folder, advisories.DatabaseFile), 0o644, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(tx *bbolt.Tx) error {
		cves, err := tx.CreateBucket([]byte("vulnerability"))
		if err != nil {
			return err
		}
		return cves.Put([]byte("CVE-2026-12345"), []byte(`{"Title":"It sells what it has not"}`))
	}); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	const want = "vulnerability database: the shop's: it has no advisory of Python's or Debian's packages, and everything would pass"
	if _, err := describeDatabase(folder, "the shop's"); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestDatabaseOfAdvisories(t *testing.T) {
	t.Parallel()
	known, err := advisories.Own()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "db")
	if err := known.Write(folder); err != nil {
		t.Fatal(err)
	}
	want := 0
	for _, p := range known.Packages {
		want += len(p.Advisories)
	}
	got, err := describeDatabase(folder, "our own")
	if err != nil || got.Advisories != want || got.Source != "our own" || got.folder != folder {
		t.Errorf("got %+v, %v; want %d advisories", got, err, want)
	}
}
