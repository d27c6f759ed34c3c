package run

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"python-pipeline/ci/advisories"
	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
)

// A database of CVEs without advisories of packages finds nothing.
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

// A database from a registry is used for a day, also if the clock was set back since. Here it cannot be pulled again.
func TestAgeOfAPulledDatabase(t *testing.T) {
	t.Parallel()
	known, err := advisories.Own()
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		age    time.Duration
		serves bool
	}{
		"young":                              {time.Hour, true},
		"old":                                {25 * time.Hour, false},
		"from before the clock was set back": {-48 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := &config.Config{CacheDir: t.TempDir(), TrivyDB: "127.0.0.1:9/trivy-db:2"}
			j := on(engine.Session{}, Task{})
			j.Config = c
			folder, err := j.databaseFolder(c.TrivyDB)
			if err != nil {
				t.Fatal(err)
			}
			if err := known.Write(folder); err != nil {
				t.Fatal(err)
			}
			pulled := time.Now().Add(-test.age)
			if err := os.Chtimes(filepath.Join(folder, advisories.DatabaseFile), pulled, pulled); err != nil {
				t.Fatal(err)
			}
			_, err = j.openDatabase(t.Context())
			if (err == nil) != test.serves || err != nil && !strings.Contains(err.Error(), "pull the vulnerability database") {
				t.Errorf("got %v", err)
			}
		})
	}
}
