package config

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTags(t *testing.T) {
	t.Parallel()
	const sha = "GITHUB_SHA=0123456789abcdef0123456789abcdef01234567"
	job := func(ref string) []string { return []string{"GITHUB_ACTIONS=true", sha, "GITHUB_REF=" + ref} }
	for name, test := range map[string]struct {
		environ []string
		want    []string
	}{
		"no job":                     {[]string{sha, "GITHUB_REF=refs/heads/main"}, []string{"latest"}},
		"a release":                  {job("refs/tags/v1.2.3"), []string{"1.2.3", "1.2", "latest"}},
		"before a release":           {job("refs/tags/v1.2.3-rc.1"), []string{"1.2.3-rc.1"}},
		"a git tag of another form":  {job("refs/tags/v2"), []string{"v2"}},
		"a version with a build":     {job("refs/tags/v1.2.3+build.5"), []string{"v1.2.3-build.5"}},
		"the main branch":            {job("refs/heads/main"), []string{"main", "sha-0123456"}},
		"a branch with slashes":      {job("refs/heads/feature/a$(id)b"), []string{"feature-a-id-b", "sha-0123456"}},
		"a branch that begins badly": {job("refs/heads/-._x"), []string{"_x", "sha-0123456"}},
		"a branch without letters":   {job("refs/heads/äöü"), []string{"sha-0123456"}},
		"a branch with a long name":  {job("refs/heads/" + strings.Repeat("long", 40)), []string{strings.Repeat("long", 32), "sha-0123456"}},
		"a pull request":             {job("refs/pull/12/merge"), []string{"pull-12-merge", "sha-0123456"}},
		"a job without a ref":        {[]string{"GITHUB_ACTIONS=true"}, []string{"latest"}},
		"a tag twice":                {[]string{"PIPELINE_TAGS=1.0, stable,1.0 "}, []string{"1.0", "stable"}},
		"the longest tag":            {[]string{"PIPELINE_TAGS=" + strings.Repeat("a", 128)}, []string{strings.Repeat("a", 128)}},
		"the setting wins":           {append(job("refs/heads/main"), "PIPELINE_TAGS=1.0,,stable"), []string{"1.0", "stable"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, err := Read(t.Context(), test.environ, "/repository")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, c.Tags); diff != "" {
				t.Errorf("tags differ (-want +got):\n%s", diff)
			}
		})
	}
}

// Only tags that come from a git tag are those of a release; tags of PIPELINE_TAGS are the user's decision.
func TestReleaseOfTags(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		environ []string
		want    string
	}{
		"a release":            {[]string{"GITHUB_ACTIONS=true", "GITHUB_REF=refs/tags/v1.2.3"}, "1.2.3"},
		"before a release":     {[]string{"GITHUB_ACTIONS=true", "GITHUB_REF=refs/tags/v1.2.3-rc.1"}, ""},
		"another git tag":      {[]string{"GITHUB_ACTIONS=true", "GITHUB_REF=refs/tags/v2"}, ""},
		"a branch of the name": {[]string{"GITHUB_ACTIONS=true", "GITHUB_REF=refs/heads/v1.2.3"}, ""},
		"tags by setting":      {[]string{"GITHUB_ACTIONS=true", "GITHUB_REF=refs/tags/v1.2.3", "PIPELINE_TAGS=1.2.3,1.2,latest"}, ""},
		"no job":               {[]string{"GITHUB_REF=refs/tags/v1.2.3"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, err := Read(t.Context(), test.environ, "/repository")
			if err != nil {
				t.Fatal(err)
			}
			if c.Release != test.want {
				t.Errorf("got %q, want %q", c.Release, test.want)
			}
		})
	}
}

func TestGitTagThatCannotBeATag(t *testing.T) {
	t.Parallel()
	for _, tag := range []string{"äöü", "-", "..", "日本", "v\u202e"[1:]} {
		job := []string{"GITHUB_ACTIONS=true", "GITHUB_REF=refs/tags/" + tag}
		c, _, err := Read(t.Context(), job, "/repository")
		if err == nil || !strings.HasPrefix(err.Error(), "GITHUB_REF: ") || !strings.HasSuffix(err.Error(), ": set PIPELINE_TAGS") {
			t.Errorf("%s: %+v, %v", tag, c, err)
		}
		if c, _, err := Read(t.Context(), append(job, "PIPELINE_TAGS=1.0"), "/repository"); err != nil || c.Tags[0] != "1.0" {
			t.Errorf("%s, with PIPELINE_TAGS: %+v, %v", tag, c, err)
		}
	}
}
