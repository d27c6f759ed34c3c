package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/advisories"
	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/freshness"
)

// A database is the vulnerability database of a scan.
type database struct {
	folder string // of its files; "" for a database that the scanner downloads
	report.Database
}

// describe adds to a scan what only the run knows of its database.
func (d database) describe(scan *report.Scan) {
	if scan != nil && d.folder != "" {
		known := &scan.Database
		known.Source, known.Advisories, known.Small = d.Source, d.Advisories, d.Small
	}
}

// openDatabase opens the database that the settings name. With stand-ins for public images the scanner cannot download a
// database: a small one of this repository is used then, and marked as such.
func (s *Session) openDatabase(ctx context.Context) (database, error) {
	source := s.Config.TrivyDB
	if source == "" {
		if len(s.Engine.StandIns) == 0 || len(s.Config.TrivyDBRepository) > 0 {
			return database{}, nil
		}
		d, err := s.writeDatabase("the small one of this repository", advisories.Own)
		d.Small = true
		return d, err
	}
	if info, err := os.Stat(source); err != nil || !info.IsDir() {
		return s.pullDatabase(ctx, source)
	}
	if _, err := os.Stat(filepath.Join(source, advisories.DatabaseFile)); err == nil {
		return describeDatabase(source, source)
	}
	return s.writeDatabase(source, func() (advisories.Database, error) { return advisories.Read(os.DirFS(source)) })
}

// writeDatabase makes a database from advisories.
func (s *Session) writeDatabase(source string, read func() (advisories.Database, error)) (database, error) {
	known, err := read()
	if err != nil {
		return database{}, fmt.Errorf("vulnerability database: %s: %w", source, err)
	}
	folder, err := s.databaseFolder(source)
	if err != nil {
		return database{}, err
	}
	if err := known.Write(folder); err != nil {
		return database{}, fmt.Errorf("vulnerability database: %w", err)
	}
	return describeDatabase(folder, source)
}

// databaseMaxAge is how long a database from a registry is used.
const databaseMaxAge = 24 * time.Hour

// pullDatabase gets a database from a registry, at most once within databaseMaxAge.
func (s *Session) pullDatabase(ctx context.Context, reference string) (database, error) {
	folder, err := s.databaseFolder(reference)
	if err != nil {
		return database{}, err
	}
	info, err := os.Stat(filepath.Join(folder, advisories.DatabaseFile))
	if errors.Is(err, fs.ErrNotExist) || err == nil && !freshness.Within(databaseMaxAge, info.ModTime(), time.Now()) {
		err = advisories.Pull(ctx, reference, folder)
	}
	if err != nil {
		return database{}, fmt.Errorf("%w; set PIPELINE_TRIVY_DB to a folder or an artifact that can be read", err)
	}
	return describeDatabase(folder, reference)
}

// databaseFolder returns the folder in the cache for the database of a source, and creates its parent.
func (s *Session) databaseFolder(source string) (string, error) {
	sum := sha256.Sum256([]byte(source))
	folder := filepath.Join(s.Config.CacheDir, "databases", hex.EncodeToString(sum[:6]))
	if err := cachefolder.Create(s.Config.CacheDir); err != nil {
		return "", err
	}
	return folder, cachefolder.CreatePart(filepath.Dir(folder))
}

// describeDatabase counts the advisories of a database. One without any would let every image pass.
func describeDatabase(folder, source string) (database, error) {
	count, err := advisories.Count(folder)
	if err != nil {
		return database{}, fmt.Errorf("vulnerability database: %w", err)
	}
	if count == 0 {
		return database{}, fmt.Errorf("vulnerability database: %s: it has no advisory of Python's or Debian's packages, and everything would pass; name another in PIPELINE_TRIVY_DB", source)
	}
	return database{folder: folder, Database: report.Database{Source: source, Advisories: count}}, nil
}
