package config

import (
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

// tags are those of the setting, else those of what a GitHub Actions job works on. A git tag of which nothing can be a tag
// of an image is an error: what it was made for would be published as latest.
func tags(c *Config) ([]string, error) {
	asked := distinct(c.Tags, nil)
	if len(asked) == 0 && bool(c.GitHubActions) {
		asked = distinct(jobTags(c.GitHubRef, c.GitHubSHA), nil)
		if name, is := strings.CutPrefix(c.GitHubRef, "refs/tags/"); is && len(asked) == 0 {
			return nil, fmt.Errorf("GITHUB_REF: the git tag %q has no letter or digit that the tag of an image may have: set PIPELINE_TAGS", name)
		}
	}
	if len(asked) == 0 {
		return []string{"latest"}, nil
	}
	return asked, nil
}

// releasePattern is how git tags of releases are named: v1.2.3, and v1.2.3-rc.1 before one.
var releasePattern = regexp.MustCompile(`^v(([0-9]+\.[0-9]+)\.[0-9]+)(-[0-9A-Za-z.-]+)?$`)

// jobTags says what a job's images are called. A release moves the tags that people follow, what comes before one does not;
// a branch's tag moves with it, and the commit's lets one go back.
func jobTags(ref, sha string) []string {
	if name, is := strings.CutPrefix(ref, "refs/tags/"); is {
		release := releasePattern.FindStringSubmatch(name)
		switch {
		case release == nil:
			return []string{asTag(name)}
		case release[3] != "":
			return []string{strings.TrimPrefix(name, "v")}
		}
		return []string{release[1], release[2], "latest"}
	}
	names := []string{asTag(strings.TrimPrefix(strings.TrimPrefix(ref, "refs/"), "heads/"))}
	if len(sha) >= shortSHA {
		names = append(names, "sha-"+sha[:shortSHA])
	}
	return names
}

// release is the version of a job's git tag where the job's images get its tags, "" otherwise.
func release(c *Config) string {
	name, isTag := strings.CutPrefix(c.GitHubRef, "refs/tags/")
	found := releasePattern.FindStringSubmatch(name)
	if len(distinct(c.Tags, nil)) > 0 || !bool(c.GitHubActions) || !isTag || found == nil || found[3] != "" {
		return ""
	}
	return found[1]
}

// shortSHA is how many digits of a commit git itself shows.
const shortSHA = 7

var notInTags = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// asTag makes a tag of a git name, which may hold nearly everything.
func asTag(name string) string {
	name = strings.TrimLeft(notInTags.ReplaceAllString(name, "-"), ".-")
	return name[:min(len(name), settings.MaxTag)]
}
