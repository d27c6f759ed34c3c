package trivy

import (
	"encoding/json"
	"fmt"
)

// HasSecretInConfiguration tells whether the image's configuration holds a
// secret.
func (r *Report) HasSecretInConfiguration() bool {
	for _, result := range r.Results {
		if !result.isFile() && len(result.Secrets) > 0 {
			return true
		}
	}
	return false
}

// WithoutConfiguration is a report without the image's configuration, which
// Trivy copies into it as it is: of a secret in there it hides the value in the
// finding alone.
func WithoutConfiguration(content string) (string, error) {
	var report map[string]any
	if err := json.Unmarshal([]byte(content), &report); err != nil {
		return "", fmt.Errorf("report of Trivy: %w", err)
	}
	if metadata, ok := report["Metadata"].(map[string]any); ok {
		delete(metadata, "ImageConfig")
	}
	redacted, err := json.MarshalIndent(report, "", "  ")
	return string(redacted), err
}
