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

// schema is the version of both files' format.
const schema = 2

// metadata is what MetadataFile holds.
type metadata struct {
	Version      int
	NextUpdate   time.Time
	UpdatedAt    time.Time
	DownloadedAt time.Time
}

// Write makes a folder with the database in Trivy's format. What it writes
// depends on the advisories only, so that a scan need not be repeated because
// the same database was written again.
func (d Database) Write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	file := filepath.Join(folder, DatabaseFile)
	partial := file + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return err
	}
	if err := d.writeBuckets(partial); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if err := os.Rename(partial, file); err != nil {
		return err
	}
	updated := d.Updated()
	content, err := json.Marshal(metadata{Version: schema, NextUpdate: updated.AddDate(0, 0, 1), UpdatedAt: updated, DownloadedAt: updated})
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, MetadataFile), content, 0o644)
}

// writeBuckets stores all of the database in a new file. Where bbolt puts what a
// transaction changed in several buckets is left to chance, so each value has a
// transaction of its own, and the disk is waited for once at the end.
func (d Database) writeBuckets(file string) (err error) {
	db, err := bbolt.Open(file, 0o644, &bbolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Sync(), db.Close()) }()
	for _, p := range d.Packages {
		source := sources[p.Ecosystem]
		if err := put(db, []string{"data-source"}, source.bucket, source.DataSource); err != nil {
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

// key is the package's name as Trivy looks it up.
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

// number gives the place of a name in a list of which Trivy stores numbers.
func number(names []string, name string) int { return max(0, slices.Index(names, name)) }
