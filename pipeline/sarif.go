package main

import (
	"context"
	"encoding/json"
	"fmt"

	"dagger/python-pipeline/internal/dagger"
)

// withRunID tells the SARIF files of several images apart, which all are of one
// tool: who collects them replaces those of the same run.
func withRunID(ctx context.Context, files *dagger.Directory, name string) (*dagger.Directory, error) {
	const file = "trivy.sarif"
	content, err := files.File(file).Contents(ctx)
	if err != nil {
		return nil, err
	}
	var sarif map[string]any
	if err := json.Unmarshal([]byte(content), &sarif); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	runs, _ := sarif["runs"].([]any)
	for _, run := range runs {
		if run, ok := run.(map[string]any); ok {
			run["automationDetails"] = map[string]string{"id": "trivy/" + name + "/"}
		}
	}
	marked, err := json.MarshalIndent(sarif, "", "  ")
	if err != nil {
		return nil, err
	}
	return files.WithNewFile(file, string(marked)), nil
}
