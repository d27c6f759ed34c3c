package advisories

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// The files of a database in Trivy's cache folder, below db.
const (
	DatabaseFile = "trivy.db"
	MetadataFile = "metadata.json"
)

const schema = 2

type metadata struct {
	Version      int
	NextUpdate   time.Time
	UpdatedAt    time.Time
	DownloadedAt time.Time
}

// Write makes a folder with the database in Trivy's format. The files depend on the advisories only: a scan is not
// repeated because the same database was written again.
func (d Database) Write(folder string) error {
	return replace(folder, func(temporary string) error {
		file := filepath.Join(temporary, DatabaseFile)
		if err := d.writeBuckets(file); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		updated := d.Updated()
		content, err := json.Marshal(metadata{Version: schema, NextUpdate: updated.AddDate(0, 0, 1), UpdatedAt: updated, DownloadedAt: updated})
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(temporary, MetadataFile), content, 0o644)
	})
}

// replace puts the files of a database into a folder once all of them are
// written. Other runs may read them, or replace them by the same, meanwhile.
func replace(folder string, write func(temporary string) error) error {
	parent := filepath.Dir(folder)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	temporary, err := os.MkdirTemp(parent, ".database-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	if err := write(temporary); err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, file := range []string{DatabaseFile, MetadataFile} {
		if err := os.Rename(filepath.Join(temporary, file), filepath.Join(folder, file)); err != nil {
			return err
		}
	}
	return nil
}

// writeBuckets stores the database in a new file. bbolt writes the buckets that one transaction changed in random
// order, so each value has a transaction of its own, and the file is synced once, at the end.
func (d Database) writeBuckets(file string) (err error) {
	db, err := bbolt.Open(file, 0o644, &bbolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Sync(), db.Close()) }()
	for _, p := range d.Packages {
		source := sources[p.Ecosystem]
		if err := put(db, []string{"data-source"}, source.bucket, source.dataSource); err != nil {
			return err
		}
		for _, a := range p.Advisories {
			if err := put(db, []string{source.bucket, p.key()}, a.ID, a.entry()); err != nil {
				return err
			}
		}
	}
	known := d.vulnerabilities()
	for _, id := range slices.Sorted(maps.Keys(known)) {
		if err := put(db, []string{vulnerabilities}, id, known[id]); err != nil {
			return err
		}
	}
	return nil
}

// key is the name by which Trivy looks the package up.
func (p Package) key() string {
	if p.Ecosystem == Pip {
		return strings.ReplaceAll(strings.ToLower(p.Name), "_", "-")
	}
	return p.Name
}

// put stores a value as JSON below nested buckets.
func put(db *bbolt.DB, buckets []string, key string, value any) error {
	content, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return db.Update(func(tx *bbolt.Tx) error {
		bucket, err := tx.CreateBucketIfNotExists([]byte(buckets[0]))
		for _, name := range buckets[1:] {
			if err == nil {
				bucket, err = bucket.CreateBucketIfNotExists([]byte(name))
			}
		}
		if err != nil {
			return fmt.Errorf("bucket %s: %w", strings.Join(buckets, ", "), err)
		}
		return bucket.Put([]byte(key), content)
	})
}

// number is the index of a name in a list, 0 for a name that is not in it.
func number(names []string, name string) int { return max(0, slices.Index(names, name)) }
