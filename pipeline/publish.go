package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/settings"
)

// Pushes the image if it passes all checks, and prints its reference.
//
// The checks are test, smoke and scan; nothing is pushed unless all of them passed.
// The reference ends with the image's digest.
//
// +cache="never"
func (m *PythonPipeline) Publish(
	ctx context.Context,
	// Registry and repository without a tag, such as "ghcr.io/acme/shop".
	address string,
	// Tags of the image.
	// +optional
	// +default=["latest"]
	tags []string,
	// User name for the registry.
	// +optional
	username string,
	// Password or token for the registry.
	// +optional
	password *dagger.Secret,
	// Let a tag that is a full version, such as 1.2.3, move to another image.
	// Otherwise the registry's image of that version stays, and another one is an error.
	// +optional
	overwrite bool,
	// Time that the registry has to take the image, further attempts after an error included.
	// +optional
	// +default="10m"
	publishTimeout string,
) (string, error) {
	if address == "" {
		return "", errors.New("address: it is empty; name a registry and a repository, such as ghcr.io/acme/shop")
	}
	report, _, err := m.run(ctx, runOptions{
		address: address, tags: tags, username: username, password: password, overwrite: overwrite, publishTimeout: publishTimeout,
	})
	if err != nil {
		return "", err
	}
	var problems []string
	for _, failure := range report.Failures {
		parts := []string{failure.Step + ": " + failure.Problem, failure.Output, failure.Advice}
		problems = append(problems, strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "\n"))
	}
	if len(problems) > 0 {
		text := strings.Join(problems, "\n")
		if report.Digest == "" {
			text = "not published: " + text
		}
		return "", errors.New(text)
	}
	return report.References[0], nil
}

// checkTags finds a tag that the registry would refuse when others are pushed
// already.
func checkTags(tags []string) error {
	if len(tags) == 0 {
		return errors.New("tags: name at least one")
	}
	for _, tag := range tags {
		if !settings.IsTag(tag) {
			return fmt.Errorf("tags: %q is not a valid tag; use letters, digits, dots, dashes and underscores, at most %d characters", tag, settings.MaxTag)
		}
	}
	return nil
}
