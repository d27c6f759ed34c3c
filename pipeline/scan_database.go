package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/day"
	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/report"
	"dagger/python-pipeline/scripts"
)

// databaseRepositories are Trivy's own repositories, the mirror first.
var databaseRepositories = []string{"mirror.gcr.io/aquasec/trivy-db:2", "ghcr.io/aquasecurity/trivy-db:2"}

// database returns the folder of Trivy's database: the caller's, or the day's.
func (b *build) database() *dagger.Directory {
	if b.TrivyDB != nil {
		return b.TrivyDB
	}
	repositories := b.TrivyDBRepository
	if len(repositories) == 0 {
		repositories = databaseRepositories
	}
	// Trivy gets no credentials of the package index.
	env := environment{variables: map[string]string{}}
	ctr := b.withAuthorities(tool(b.TrivyImage), env.variables).WithEnvVariable("PIPELINE_DATABASE_OF", b.Day)
	ctr = b.execOnline(ctr, env, scripts.DownloadDatabase, slices.Concat([]string{scripts.Database}, repositories)...)
	return ctr.Directory(path.Join(scripts.Database, "db"))
}

// releases lists the Debian releases for which a database has advisories, such as "debian 12".
func (b *build) releases(ctx context.Context, database *dagger.Directory) ([]string, error) {
	ctr := tool(b.TrivyImage).WithMountedDirectory(scripts.Database, database)
	output, err := b.exec(ctr, scripts.CheckDatabase, path.Join(scripts.Database, "trivy.db")).Stdout(ctx)
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSpace(output), "\n"), nil
}

// describeDatabase returns the source and the age of a database.
func (b *build) describeDatabase(ctx context.Context, database *dagger.Directory) (report.Database, error) {
	var d report.Database
	if b.TrivyDB == nil {
		d.Source = report.DownloadedFrom(b.TrivyDBRepository)
	}
	content, err := database.File("metadata.json").Contents(ctx)
	if err != nil {
		return d, fmt.Errorf("vulnerability database: %w", err)
	}
	var metadata struct{ UpdatedAt string }
	if err := json.Unmarshal([]byte(content), &metadata); err != nil {
		return d, fmt.Errorf("vulnerability database: metadata.json: %w", err)
	}
	d.Updated, d.Days = metadata.UpdatedAt, day.Since(metadata.UpdatedAt, b.Day)
	return d, nil
}
