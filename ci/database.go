package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/advisories"
	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/freshness"
	"python-pipeline/ci/summary"
)

// A database is what the scan knows vulnerabilities from.
type database struct {
	// folder has its files; "" for what the scanner downloads.
	folder string
	summary.Database
}

// defaultSource names the database that the scanner downloads.
const defaultSource = "Trivy's own"

// openDatabase gets the database that the settings name. Where stand-ins take
// the place of public images the scanner cannot download any, so that a small
// one of this repository serves, and says so.
func (j *job) openDatabase(ctx context.Context) (database, error) {
	named := j.config.TrivyDB
	small := named == "" && len(j.session.StandIns) > 0 && len(j.config.TrivyDBRepository) == 0
	switch {
	case small:
		d, err := j.writeDatabase("the small one of this repository", advisories.Own)
		d.Small = true
		return d, err
	case named == "":
		return database{Database: summary.Database{Source: cmp.Or(strings.Join(j.config.TrivyDBRepository, " or "), defaultSource)}}, nil
	}
	if info, err := os.Stat(named); err != nil || !info.IsDir() {
		return j.pullDatabase(ctx, named)
	}
	if _, err := os.Stat(filepath.Join(named, advisories.DatabaseFile)); err == nil {
		return describeDatabase(named, named)
	}
	return j.writeDatabase(named, func() (advisories.Database, error) { return advisories.Read(os.DirFS(named)) })
}

// writeDatabase makes a database of advisories.
func (j *job) writeDatabase(source string, read func() (advisories.Database, error)) (database, error) {
	known, err := read()
	if err != nil {
		return database{}, fmt.Errorf("vulnerability database: %s: %w", source, err)
	}
	folder, err := j.databaseFolder(source)
	if err != nil {
		return database{}, err
	}
	if err := known.Write(folder); err != nil {
		return database{}, fmt.Errorf("vulnerability database: %w", err)
	}
	return describeDatabase(folder, source)
}

// databaseMaxAge is how long a database from a registry serves.
const databaseMaxAge = 24 * time.Hour

func (j *job) pullDatabase(ctx context.Context, reference string) (database, error) {
	folder, err := j.databaseFolder(reference)
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

// databaseFolder is where a database from a source is kept.
func (j *job) databaseFolder(source string) (string, error) {
	sum := sha256.Sum256([]byte(source))
	folder := filepath.Join(j.config.CacheDir, "databases", hex.EncodeToString(sum[:6]))
	if err := cachefolder.Create(j.config.CacheDir); err != nil {
		return "", err
	}
	return folder, cachefolder.CreatePart(filepath.Dir(folder))
}

func describeDatabase(folder, source string) (database, error) {
	count, err := advisories.Count(folder)
	if err != nil {
		return database{}, fmt.Errorf("vulnerability database: %w", err)
	}
	if count == 0 {
		return database{}, fmt.Errorf("vulnerability database: %s: it has no advisory of Python's or Debian's packages, and everything would pass; name another in PIPELINE_TRIVY_DB", source)
	}
	return database{folder: folder, Database: summary.Database{Source: source, Advisories: count}}, nil
}

// scanned puts what a scan found into the words of the summary.
func (j *job) scanned(found *report.Scan) *summary.Scan {
	if found == nil {
		return nil
	}
	s := &summary.Scan{
		Critical: found.Counts["CRITICAL"], High: found.Counts["HIGH"], Medium: found.Counts["MEDIUM"],
		Low: found.Counts["LOW"], Unknown: found.Counts["UNKNOWN"], Suppressed: found.Suppressed, Database: j.database.Database,
	}
	s.Database.Updated = found.Updated
	if updated, err := time.Parse(time.RFC3339Nano, found.Updated); err == nil {
		s.Database.Days = time.Since(updated).Hours() / 24
	}
	return s
}
