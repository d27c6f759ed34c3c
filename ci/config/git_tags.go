package config

import (
	"fmt"
	"regexp"
	"strings"

	"dagger/python-pipeline/settings"
)

// imageTags returns the tags of PIPELINE_TAGS, else those for the branch or tag of a GitHub Actions job, else latest. A git
// tag without a character that an image's tag may have is an error: its image would be published as latest.
func imageTags(c *Config) ([]string, error) {
	tags := distinct(c.Tags, nil)
	if len(tags) == 0 && bool(c.GitHubActions) {
		tags = distinct(jobTags(c.GitHubRef, c.GitHubSHA), nil)
		if name, isTag := strings.CutPrefix(c.GitHubRef, "refs/tags/"); isTag && len(tags) == 0 {
			return nil, fmt.Errorf("GITHUB_REF: the git tag %q has no letter or digit that the tag of an image may have: set PIPELINE_TAGS", name)
		}
	}
	if len(tags) == 0 {
		return []string{"latest"}, nil
	}
	return tags, nil
}

// releasePattern matches the git tags of releases, such as v1.2.3, and of pre-releases, such as v1.2.3-rc.1.
var releasePattern = regexp.MustCompile(`^v(([0-9]+\.[0-9]+)\.[0-9]+)(-[0-9A-Za-z.-]+)?$`)

// jobTags returns the tags of a job's images. A release moves the tags 1.2 and latest, a pre-release does not. A branch has
// its own tag, and one of the commit, by which an older image can be found again.
func jobTags(ref, sha string) []string {
	if name, isTag := strings.CutPrefix(ref, "refs/tags/"); isTag {
		release := releasePattern.FindStringSubmatch(name)
		switch {
		case release == nil:
			return []string{toTag(name)}
		case release[3] != "":
			return []string{strings.TrimPrefix(name, "v")}
		}
		return []string{release[1], release[2], "latest"}
	}
	names := []string{toTag(strings.TrimPrefix(strings.TrimPrefix(ref, "refs/"), "heads/"))}
	if len(sha) >= shortSHA {
		names = append(names, "sha-"+sha[:shortSHA])
	}
	return names
}

// release returns the version of a job's git tag if the tags of the images come from it, else "".
func release(c *Config) string {
	name, isTag := strings.CutPrefix(c.GitHubRef, "refs/tags/")
	match := releasePattern.FindStringSubmatch(name)
	if len(distinct(c.Tags, nil)) > 0 || !bool(c.GitHubActions) || !isTag || match == nil || match[3] != "" {
		return ""
	}
	return match[1]
}

// shortSHA is the number of digits in git's short form of a commit.
const shortSHA = 7

var notInTags = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// toTag makes a valid tag of a git name, which may have nearly any character.
func toTag(name string) string {
	name = strings.TrimLeft(notInTags.ReplaceAllString(name, "-"), ".-")
	return name[:min(len(name), settings.MaxTag)]
}
