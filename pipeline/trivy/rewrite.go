package trivy

import (
	"encoding/json"
	"fmt"
)

// WithRunID adds an ID with the app's name to a SARIF report. Without it a service that collects reports would replace
// one app's report by another's, because both are of the same tool.
func WithRunID(content, name string) (string, error) {
	return rewrite("trivy.sarif", content, func(sarif map[string]any) {
		runs, _ := sarif["runs"].([]any)
		for _, run := range runs {
			if run, ok := run.(map[string]any); ok {
				run["automationDetails"] = map[string]string{"id": "trivy/" + name + "/"}
			}
		}
	})
}

// WithoutConfiguration returns a report without the image's configuration. Trivy copies the configuration as it is,
// with the secrets whose values it hides in the findings.
func WithoutConfiguration(content string) (string, error) {
	return rewrite("report of Trivy", content, func(report map[string]any) {
		if metadata, ok := report["Metadata"].(map[string]any); ok {
			delete(metadata, "ImageConfig")
		}
	})
}

func rewrite(name, content string, change func(map[string]any)) (string, error) {
	var document map[string]any
	if err := json.Unmarshal([]byte(content), &document); err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	change(document)
	rewritten, err := json.MarshalIndent(document, "", "  ")
	return string(rewritten), err
}
