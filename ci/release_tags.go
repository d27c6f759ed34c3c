package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"python-pipeline/ci/image"
	"python-pipeline/ci/release"
)

// releaseTags are the tags that an image is published with at an address, and
// why some of the settings' are not among them. Only tags that a git tag became
// are looked at: PIPELINE_TAGS is what the user wants.
func (j *job) releaseTags(ctx context.Context, address string) (tags, warnings []string) {
	version := j.config.Release
	if version == "" {
		return j.config.Tags, nil
	}
	username, password := j.login()
	there, err := image.Tags(ctx, address, username, password.Value)
	if err != nil {
		tags = slices.DeleteFunc(slices.Clone(j.config.Tags), func(tag string) bool { return tag != version })
		return tags, []string{fmt.Sprintf(
			"tags: only %s was taken: whether the registry has a higher version is not known: %v; name the tags in PIPELINE_TAGS to move them all the same", version, err)}
	}
	tags, left := release.Tags(version, j.config.Tags, there)
	for _, l := range left {
		warnings = append(warnings, fmt.Sprintf("tag %s: not moved to %s: the registry has %s, which is higher; name it in PIPELINE_TAGS to move it all the same", l.Tag, version, l.Higher))
	}
	return tags, warnings
}

// tagsOf are the tags of references such as ghcr.io/acme/shop:1.2.3@sha256:….
func tagsOf(references []string) []string {
	var tags []string
	for _, reference := range references {
		tagged, _, _ := strings.Cut(reference, "@")
		tags = append(tags, tagged[strings.LastIndex(tagged, ":")+1:])
	}
	return tags
}
