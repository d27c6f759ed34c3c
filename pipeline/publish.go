package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dagger/python-pipeline/internal/dagger"
)

// Tests, tries and pushes the image; prints its reference with the digest.
//
// Nothing is pushed unless the tests and the smoke check passed.
func (m *PythonPipeline) Publish(
	ctx context.Context,
	// Registry and repository, such as "ghcr.io/acme/shop"; without a tag.
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
) (string, error) {
	report, _, err := m.run(ctx, runOptions{address: address, tags: tags, username: username, password: password})
	if err != nil {
		return "", err
	}
	var problems []string
	for _, failure := range report.Failures {
		problems = append(problems, strings.TrimSpace(fmt.Sprintf("%s: %s\n%s", failure.Step, failure.Problem, failure.Output)))
	}
	if len(problems) > 0 {
		return "", errors.New("not published: " + strings.Join(problems, "\n"))
	}
	return report.References[0], nil
}

// push pushes the image under every tag and gives the references.
func push(ctx context.Context, prod *dagger.Container, o runOptions) ([]string, error) {
	if o.password != nil {
		prod = prod.WithRegistryAuth(o.address, o.username, o.password)
	}
	var references []string
	for _, tag := range o.tags {
		reference, err := prod.Publish(ctx, o.address+":"+tag)
		if err != nil {
			return nil, fmt.Errorf("%s:%s: %w", o.address, tag, err)
		}
		references = append(references, reference)
	}
	return references, nil
}
