package trivy

import (
	"strings"
	"testing"
)

func TestCheckImage(t *testing.T) {
	t.Parallel()
	const digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for reference, want := range map[string]string{
		"aquasec/trivy:0.72.0":                     "",
		"aquasec/trivy:0.69.3":                     "",
		"aquasec/trivy:0.72.0-amd64":               "",
		"ghcr.io/aquasecurity/trivy" + digest:      "",
		"aquasec/trivy:latest" + digest:            "",
		"localhost:5000/trivy:0.72.0":              "",
		"aquasec/trivy":                            "aquasec/trivy: this tag's image changes every few days; name a release by its tag, or a digest",
		"localhost:5000/trivy":                     "localhost:5000/trivy: this tag's image changes",
		"aquasec/trivy:latest":                     "this tag's image changes",
		"ghcr.io/aquasecurity/trivy:canary":        "this tag's image changes",
		"aquasec/trivy:0.69.4":                     "aquasec/trivy:0.69.4: this release is not Trivy's own: it steals credentials; name another one",
		"docker.io/aquasec/trivy:0.69.5":           "not Trivy's own",
		"registry.example.com/trivy:v0.69.6-amd64": "not Trivy's own",
		"aquasec/trivy:0.69.5" + digest:            "not Trivy's own",
		"robot:hunter2@ghcr.io/trivy:0.72.0":       "…@ghcr.io/trivy:0.72.0: the part after the @ is not a valid digest",
		"":                                         `"" is not a valid reference of an image`,
		"aquasec trivy:0.72.0":                     "is not a valid reference of an image",
	} {
		err := CheckImage(reference)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: error %v, want %q", reference, err, want)
		}
	}
}
