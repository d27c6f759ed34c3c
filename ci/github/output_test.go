package github

import (
	"strings"
	"testing"

	"python-pipeline/ci/summary"
)

// What comes from a registry or a module must not become another output.
func TestOutputOfSeveralLines(t *testing.T) {
	t.Parallel()
	for name, app := range map[string]summary.App{
		"digest":          {Name: "shop", Reference: "ghcr.io/acme/shop:main", Digest: digest + "\nimages=[]"},
		"carriage return": {Name: "shop", Reference: "ghcr.io/acme/shop:main", Digest: digest + "\rimages=[]"},
		"reference":       {Name: "shop", Reference: "ghcr.io/acme\nimages=[]\n/shop:main", Digest: digest},
		"name":            {Name: "shop=1\nimages", Reference: "ghcr.io/acme/shop:main", Digest: digest},
		"heredoc":         {Name: "shop<<END", Reference: "ghcr.io/acme/shop:main", Digest: digest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := outputs(summary.Summary{Apps: []summary.App{app}})
			if err == nil || !strings.HasPrefix(err.Error(), "GITHUB_OUTPUT: ") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}
