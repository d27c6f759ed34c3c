package image

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"python-pipeline/ci/registry"
)

// Published tells whether the tag of a reference stands for its digest at the
// registry, such as "ghcr.io/acme/shop:1.2@sha256:…". The error says why it does
// not, or why that is not known. Without a user name the machine's own logins serve.
func Published(ctx context.Context, reference, username, password string) error {
	tagged, digest, _ := strings.Cut(reference, "@")
	tag, err := name.NewTag(tagged, name.StrictValidation)
	if err != nil {
		return err
	}
	options, done := registry.Documents.Options(ctx, username, password)
	defer done()
	found, err := remote.Head(tag, options...)
	if err != nil {
		return fmt.Errorf("%s: %w", tagged, err)
	}
	if found.Digest.String() != digest {
		return fmt.Errorf("%s: it stands for %s now", tagged, found.Digest)
	}
	return nil
}
