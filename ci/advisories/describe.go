package advisories

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// A Description says what a database knows.
type Description struct {
	// Source is where it was taken from.
	Source string
	// Vulnerabilities is how many different ones it knows.
	Vulnerabilities int
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
		if bucket := tx.Bucket([]byte(vulnerabilities)); bucket != nil {
			d.Vulnerabilities = bucket.Stats().KeyN
		}
		return nil
	})
}
