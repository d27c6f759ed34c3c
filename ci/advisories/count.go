package advisories

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// Count tells how many different vulnerabilities the database of a folder knows.
func Count(folder string) (int, error) {
	content, err := os.ReadFile(filepath.Join(folder, MetadataFile))
	if err != nil {
		return 0, err
	}
	var m metadata
	if err := json.Unmarshal(content, &m); err != nil {
		return 0, fmt.Errorf("%s: %w", filepath.Join(folder, MetadataFile), err)
	}
	if m.Version != schema {
		return 0, fmt.Errorf("%s: it is of version %d; %d is needed", folder, m.Version, schema)
	}
	file := filepath.Join(folder, DatabaseFile)
	db, err := bbolt.Open(file, 0o644, &bbolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	defer db.Close()
	count := 0
	err = db.View(func(tx *bbolt.Tx) error {
		if bucket := tx.Bucket([]byte(vulnerabilities)); bucket != nil {
			count = bucket.Stats().KeyN
		}
		return nil
	})
	return count, err
}
