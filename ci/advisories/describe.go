package advisories

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"go.etcd.io/bbolt"
)

// A Description says what a database knows.
type Description struct {
	// Source is where it was taken from.
	Source string
	// Advisories is how many it has of packages that an image can hold: Python's
	// and Debian's. What it says of a CVE alone finds nothing.
	Advisories int
	// Updated is when it was made, or for one of Read's the day up to which it is
	// true.
	Updated time.Time
}

// Age is how old the database is at a time.
func (d Description) Age(now time.Time) time.Duration { return now.Sub(d.Updated) }

// Describe reads what a folder with a database says of itself.
func Describe(folder, source string) (Description, error) {
	d := Description{Source: source}
	content, err := os.ReadFile(filepath.Join(folder, MetadataFile))
	if err != nil {
		return d, err
	}
	var m metadata
	if err := json.Unmarshal(content, &m); err != nil {
		return d, fmt.Errorf("%s: %w", filepath.Join(folder, MetadataFile), err)
	}
	if m.Version != schema {
		return d, fmt.Errorf("%s: it is of version %d; %d is needed", folder, m.Version, schema)
	}
	d.Updated = m.UpdatedAt
	file := filepath.Join(folder, DatabaseFile)
	db, err := bbolt.Open(file, 0o644, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return d, fmt.Errorf("%s: %w", file, err)
	}
	defer db.Close()
	return d, db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, packages *bbolt.Bucket) error {
			if ofImages(string(name)) {
				// Each package is a bucket, and counts as a key above its advisories.
				stats := packages.Stats()
				d.Advisories += stats.KeyN - (stats.BucketN - 1)
			}
			return nil
		})
	})
}

// ofImages tells whether a bucket has advisories for what images are made of:
// packages of an index, by who says so, or of a release of Debian.
func ofImages(bucket string) bool {
	return strings.HasPrefix(bucket, "pip::") || strings.HasPrefix(bucket, "debian ")
}
