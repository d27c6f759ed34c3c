package github

import (
	"strings"
	"testing"

	"python-pipeline/ci/summary"
)

// What comes from a registry or a module must not become another output.
func TestOutputOfSeveralLines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ app, reference, digest string }{
		"digest":          {"shop", "ghcr.io/acme/shop:main", digest + "\nimages=[]"},
		"carriage return": {"shop", "ghcr.io/acme/shop:main", digest + "\rimages=[]"},
		"reference":       {"shop", "ghcr.io/acme\nimages=[]\n/shop:main", digest},
		"no tag":          {"shop", "ghcr.io:443/acme/shop", digest},
		"name":            {"shop=1\nimages", "ghcr.io/acme/shop:main", digest},
		"heredoc":         {"shop<<END", "ghcr.io/acme/shop:main", digest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			app := summary.NewApp(c.app)
			app.References, app.Digest = []string{c.reference + "@" + c.digest}, c.digest
			got, err := outputs(summary.Summary{Apps: []summary.App{app}})
			if err == nil || !strings.HasPrefix(err.Error(), "GITHUB_OUTPUT: ") {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}
