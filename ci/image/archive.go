package image

import (
	"archive/tar"
	"encoding/json"
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
	var index v1.IndexManifest
	if err := readEntry(file, "index.json", &index); err != nil {
		return Facts{}, "", err
	}
	if len(index.Manifests) == 0 {
		return Facts{}, "", fmt.Errorf("%s: it holds no image", file)
	}
	digest := index.Manifests[0].Digest
	var manifest v1.Manifest
	if err := readEntry(file, path.Join("blobs", digest.Algorithm, digest.Hex), &manifest); err != nil {
		return Facts{}, "", err
	}
	facts := Facts{Layers: len(manifest.Layers)}
	for _, layer := range manifest.Layers {
		facts.Bytes += layer.Size
	}
	return facts, digest.String(), nil
}

// readEntry decodes one JSON file of a tar file.
func readEntry(file, name string, into any) error {
	archive, err := os.Open(file)
	if err != nil {
		return err
	}
	defer archive.Close()
	for reader := tar.NewReader(archive); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: it has no %s", file, name)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if path.Clean(header.Name) == name {
			if err := json.NewDecoder(reader).Decode(into); err != nil {
				return fmt.Errorf("%s: %s: %w", file, name, err)
			}
			return nil
		}
	}
}
