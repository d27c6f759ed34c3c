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

// Count returns the number of advisories in a folder's database for packages that an image can have: Python's and
// Debian's. The description of a CVE does not count: a scan finds nothing by it.
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
		return tx.ForEach(func(name []byte, packages *bbolt.Bucket) error {
			if hasPackagesOfImages(string(name)) {
				// Each package is a bucket, and counts as a key above its advisories.
				stats := packages.Stats()
				count += stats.KeyN - (stats.BucketN - 1)
			}
			return nil
		})
	})
	return count, err
}

// hasPackagesOfImages reports whether a bucket is for packages of a Python index,
// such as "pip::GitHub Security Advisory Pip", or of a Debian release.
func hasPackagesOfImages(bucket string) bool {
	return strings.HasPrefix(bucket, "pip::") || strings.HasPrefix(bucket, "debian ")
}
