package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/step"
)

// databaseRepositories are Trivy's own, the mirror first.
var databaseRepositories = []string{"mirror.gcr.io/aquasec/trivy-db:2", "ghcr.io/aquasecurity/trivy-db:2"}

// database gives the folder of Trivy's database: the caller's, or that of the
// day.
func (m *PythonPipeline) database() *dagger.Directory {
	if m.TrivyDB != nil {
		return m.TrivyDB
	}
	repositories := m.TrivyDBRepository
	if len(repositories) == 0 {
		repositories = databaseRepositories
	}
	command := append([]string{"sh", "-c", step.Database, "database", trivyDatabase}, repositories...)
	// The index and its credentials are none of Trivy's business.
	variables := map[string]string{}
	ctr := m.withAuthorities(dag.Container().From(m.TrivyImage), variables).
		WithEnvVariable("PIPELINE_DATABASE_OF", m.Day)
	return m.proxied(ctr, slices.Concat(withEnv(variables), command)).Directory(trivyDatabase + "/db")
}

// releases lists the Debian releases that a database has advisories for, such as
// "debian 12".
func (m *PythonPipeline) releases(ctx context.Context, database *dagger.Directory) ([]string, error) {
	ctr := dag.Container().From(m.TrivyImage).WithMountedDirectory(trivyDatabase, database)
	output, err := m.withExec(ctr, "sh", "-c", step.Advisories, "advisories", trivyDatabase+"/trivy.db").Stdout(ctx)
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.TrimSpace(output), "\n"), nil
}

// updatedOf reads how old a database is.
func updatedOf(ctx context.Context, database *dagger.Directory) (string, error) {
	content, err := database.File("metadata.json").Contents(ctx)
	if err != nil {
		return "", fmt.Errorf("vulnerability database: %w", err)
	}
	var metadata struct{ UpdatedAt string }
	if err := json.Unmarshal([]byte(content), &metadata); err != nil {
		return "", fmt.Errorf("vulnerability database: metadata.json: %w", err)
	}
	return metadata.UpdatedAt, nil
}
