package image

import (
	"archive/tar"
	"errors"
	"fmt"
	"io"
	"os"
	"path"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// InspectArchive reads the facts and the manifest's digest of an image in an
// OCI archive.
func InspectArchive(file string) (Facts, string, error) {
	index, err := readEntry(file, "index.json", v1.ParseIndexManifest)
	if err != nil {
		return Facts{}, "", err
	}
	if len(index.Manifests) == 0 {
		return Facts{}, "", fmt.Errorf("%s: it holds no image", file)
	}
	digest := index.Manifests[0].Digest
	manifest, err := readEntry(file, path.Join("blobs", digest.Algorithm, digest.Hex), v1.ParseManifest)
	if err != nil {
		return Facts{}, "", err
	}
	return factsOf(manifest), digest.String(), nil
}

// readEntry reads one file of a tar file.
func readEntry[T any](file, name string, parse func(io.Reader) (*T, error)) (*T, error) {
	archive, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	for reader := tar.NewReader(archive); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("%s: it has no %s", file, name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if path.Clean(header.Name) == name {
			parsed, err := parse(reader)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", file, name, err)
			}
			return parsed, nil
		}
	}
}
