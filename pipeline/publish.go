package main

import (
	"context"
	"errors"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/options"
	"dagger/python-pipeline/push"
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
	// Otherwise another image of a version that the registry has is an error.
	// +optional
	overwrite bool,
	// Time limit of the push, including further attempts after an error.
	// +optional
	// +default="10m"
	publishTimeout string,
) (string, error) {
	if address == "" {
		return "", errors.New("address: it is empty; name a registry and a repository, such as ghcr.io/acme/shop")
	}
	o := options.Run{Target: push.Options{Address: address, Tags: tags, Overwrite: overwrite}, PublishTimeout: publishTimeout}
	report, _, err := m.run(ctx, o, registryLogin{address, username, password})
	if err != nil {
		return "", err
	}
	if len(report.Failures) == 0 {
		return report.References[0], nil
	}
	var problems []string
	for _, failure := range report.Failures {
		problems = append(problems, failure.Step+": "+failure.String())
	}
	text := strings.Join(problems, "\n")
	if len(report.Pushed) == 0 {
		text = "not published: " + text
	}
	return "", errors.New(text)
}
