package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dagger/python-pipeline/internal/dagger"
	"dagger/python-pipeline/settings"
)

// Tests, tries and pushes the image; prints its reference with the digest.
//
// Nothing is pushed unless tests, smoke check and scan passed.
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
	if address == "" {
		return "", errors.New("address: it is empty; name a registry and a repository, such as ghcr.io/acme/shop")
	}
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

// checkTags finds a tag that the registry would refuse when others are pushed
// already.
func checkTags(tags []string) error {
	if len(tags) == 0 {
		return errors.New("tags: name at least one")
	}
	for _, tag := range tags {
		if !settings.IsTag(tag) {
			return fmt.Errorf("tags: %q is none; letters, digits, dots, dashes and underscores may stand in one, at most %d", tag, settings.MaxTag)
		}
	}
	return nil
}

// push pushes the image under every tag and gives the references, with an error
// those that were pushed before it.
func push(ctx context.Context, prod *dagger.Container, o runOptions) ([]string, error) {
	if o.password != nil {
		prod = prod.WithRegistryAuth(o.address, o.username, o.password)
	}
	var references []string
	for _, tag := range o.tags {
		reference, err := prod.Publish(ctx, o.address+":"+tag)
		if err != nil {
			if len(references) > 0 {
				err = fmt.Errorf("%w; pushed before: %s", err, strings.Join(references, ", "))
			}
			return references, fmt.Errorf("%s:%s: %w", o.address, tag, err)
		}
		references = append(references, reference)
	}
	return references, nil
}
