package run

import (
	"io"
	"log"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine"
)

// The job of a git tag does not take moving tags from a higher version.
func TestReleaseTags(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	host := strings.TrimPrefix(server.URL, "http://")
	for _, tag := range []string{"1.1.4", "1.1", "1.2.0", "1.2", "latest"} {
		reference, err := name.ParseReference(host + "/shop:" + tag)
		if err != nil {
			t.Fatal(err)
		}
		if err := remote.Write(reference, empty.Image); err != nil {
			t.Fatal(err)
		}
	}
	const higher = "tag latest: not moved to 1.1.5: the registry has 1.2.0, which is higher; name it in PIPELINE_TAGS to move it all the same"
	for title, c := range map[string]struct {
		environ  []string
		address  string
		tags     string
		warnings []string
	}{
		"a fix of an older line": {[]string{"GITHUB_REF=refs/tags/v1.1.5"}, host + "/shop", "1.1.5 1.1", []string{higher}},
		"a new release":          {[]string{"GITHUB_REF=refs/tags/v1.2.1"}, host + "/shop", "1.2.1 1.2 latest", nil},
		"a first release":        {[]string{"GITHUB_REF=refs/tags/v1.1.5"}, host + "/api", "1.1.5 1.1 latest", nil},
		"the user's own tags":    {[]string{"GITHUB_REF=refs/tags/v1.1.5", "PIPELINE_TAGS=1.1.5,latest"}, host + "/shop", "1.1.5 latest", nil},
		"a branch":               {[]string{"GITHUB_REF=refs/heads/main"}, "127.0.0.1:1/shop", "main", nil},
		"nobody answers":         {[]string{"GITHUB_REF=refs/tags/v1.1.5"}, "127.0.0.1:1/shop", "1.1.5", []string{"connection refused"}},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			settings, _, err := config.Read(t.Context(), append(c.environ, "GITHUB_ACTIONS=true"), "/repository")
			if err != nil {
				t.Fatal(err)
			}
			j := on(engine.Session{}, Task{})
			j.Config = settings
			tags, warnings := j.releaseTags(t.Context(), c.address)
			if diff := cmp.Diff(strings.Fields(c.tags), tags); diff != "" {
				t.Errorf("tags differ (-want +got):\n%s", diff)
			}
			if len(warnings) != len(c.warnings) || len(warnings) > 0 && !strings.Contains(warnings[0], c.warnings[0]) {
				t.Errorf("warnings %q, want %q", warnings, c.warnings)
			}
		})
	}
}
