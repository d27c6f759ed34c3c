// Package image reads facts about an image, from its registry or its archive, and
// loads an archive into this machine's container runtime.
package image

import (
	"context"
	"fmt"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"python-pipeline/ci/registry"
)

// Facts are what an image's manifest says.
type Facts struct {
	// Bytes is the size of the layers as they are transferred, compressed.
	Bytes int64
	// Layers is their number.
	Layers int
}

// Inspect reads the manifest of a reference with a digest. Without a user name
// the machine's own logins serve.
func Inspect(ctx context.Context, reference, username, password string) (Facts, error) {
	return inspect(ctx, reference, username, password, registry.Documents)
}

func inspect(ctx context.Context, reference, username, password string, limits registry.Limits) (Facts, error) {
	parsed, err := name.ParseReference(reference)
	if err != nil {
		return Facts{}, err
	}
	options, done := limits.Options(ctx, username, password)
	defer done()
	image, err := remote.Image(parsed, options...)
	if err != nil {
		return Facts{}, fmt.Errorf("%s: %w", reference, err)
	}
	manifest, err := image.Manifest()
	if err != nil {
		return Facts{}, fmt.Errorf("%s: %w", reference, err)
	}
	return factsOf(manifest), nil
}

func factsOf(manifest *v1.Manifest) Facts {
	facts := Facts{Layers: len(manifest.Layers)}
	for _, layer := range manifest.Layers {
		facts.Bytes += layer.Size
	}
	return facts
}
