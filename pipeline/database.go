package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"dagger/python-pipeline/internal/dagger"
)

// downloadDatabase takes repositories and is done with the first that has a
// database, or takes Trivy's own. Trivy itself gives up at one that cannot be
// reached.
const downloadDatabase = `download() { trivy image --quiet --download-db-only --no-progress --cache-dir ` + trivyDatabase + ` "$@"; }
if [ $# -eq 0 ]; then download; exit; fi
for repository; do download --db-repository "$repository" && exit; done
exit 1`

// database gives the folder of Trivy's database: the caller's, or that of the
// day.
func (m *PythonPipeline) database() *dagger.Directory {
	if m.TrivyDB != nil {
		return m.TrivyDB
	}
	command := append([]string{"sh", "-c", downloadDatabase, "download"}, m.TrivyDBRepository...)
	// The index and its credentials are none of Trivy's business.
	variables := map[string]string{}
	ctr := m.withAuthorities(dag.Container().From(m.TrivyImage), variables).
		WithEnvVariable("PIPELINE_DATABASE_OF", today())
	return m.proxied(ctr, slices.Concat(withEnv(variables), command)).Directory(trivyDatabase + "/db")
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
