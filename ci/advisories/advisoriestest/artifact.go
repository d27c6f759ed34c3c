package advisoriestest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"python-pipeline/ci/advisories"
)

// The media types by which Trivy tells a database from an image.
const (
	configType types.MediaType = "application/vnd.aquasec.trivy.config.v1+json"
	layerType  types.MediaType = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip"
)

// Push stores the database of a folder in a registry, in the form of Trivy's own. Requests to a registry on loopback
// are plain HTTP. Without options the logins of the user's configuration are used.
func Push(ctx context.Context, folder, reference string, options ...remote.Option) error {
	if len(options) == 0 {
		options = []remote.Option{remote.WithAuthFromKeychain(authn.DefaultKeychain)}
	}
	target, err := name.ParseReference(reference)
	if err != nil {
		return err
	}
	image, err := pack(folder)
	if err != nil {
		return err
	}
	if err := remote.Write(target, image, append(options, remote.WithContext(ctx))...); err != nil {
		return fmt.Errorf("%s: push the vulnerability database: %w", reference, err)
	}
	return nil
}

func pack(folder string) (v1.Image, error) {
	var content bytes.Buffer
	compressed := gzip.NewWriter(&content)
	archive := tar.NewWriter(compressed)
	for _, file := range []string{advisories.DatabaseFile, advisories.MetadataFile} {
		data, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			return nil, err
		}
		if err := archive.WriteHeader(&tar.Header{Name: file, Mode: 0o644, Size: int64(len(data)), ModTime: time.Unix(0, 0)}); err != nil {
			return nil, err
		}
		if _, err := archive.Write(data); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(archive.Close(), compressed.Close()); err != nil {
		return nil, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), configType)
	return mutate.Append(image, mutate.Addendum{
		Layer:       static.NewLayer(content.Bytes(), layerType),
		MediaType:   layerType,
		Annotations: map[string]string{"org.opencontainers.image.title": "db.tar.gz"},
	})
}
