package advisories

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"python-pipeline/ci/registry"
)

// defaultTag is the tag of a database in a registry: the version of its format.
const defaultTag = "2"

// layerType is the media type of a database's layer; layers of images have others.
const layerType types.MediaType = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip"

// Trivy's own database has about 70 MB in a registry and 1 GB on disk.
var (
	pullLimits = registry.Limits{Time: 15 * time.Minute, Answer: 30 * time.Second, Bytes: 1 << 30}
	fileLimits = map[string]int64{DatabaseFile: 8 << 30, MetadataFile: 1 << 20}
)

// Pull downloads a database from a registry into a folder, which it makes. The files get their names only when both are
// complete. A reference without a tag gets 2; requests to a registry on loopback are plain HTTP.
func Pull(ctx context.Context, reference, folder string) error {
	if err := pull(ctx, reference, folder, pullLimits); err != nil {
		return fmt.Errorf("%s: pull the vulnerability database: %w", reference, err)
	}
	return nil
}

func pull(ctx context.Context, reference, folder string, limits registry.Limits) error {
	origin, err := name.ParseReference(reference, name.WithDefaultTag(defaultTag))
	if err != nil {
		return err
	}
	options, done := limits.Options(ctx, "", "")
	defer done()
	image, err := remote.Image(origin, options...)
	if err != nil {
		return err
	}
	layers, err := image.Layers()
	if err != nil {
		return err
	}
	if len(layers) != 1 {
		return fmt.Errorf("it has %d layers; a database has one", len(layers))
	}
	if media, err := layers[0].MediaType(); err != nil || media != layerType {
		return errors.Join(err, fmt.Errorf("its layer is of type %s; a database is of %s", media, layerType))
	}
	content, err := layers[0].Compressed()
	if err != nil {
		return err
	}
	defer content.Close()
	return replace(folder, func(temporary string) error { return unpack(content, temporary) })
}

func unpack(layer io.Reader, folder string) error {
	plain, err := gzip.NewReader(layer)
	if err != nil {
		return err
	}
	missing := map[string]bool{DatabaseFile: true, MetadataFile: true}
	reader := tar.NewReader(plain)
	for len(missing) > 0 {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		// Only the two known names are written, so none leads out of the folder.
		file := path.Base(header.Name)
		if !missing[file] {
			continue
		}
		if header.Typeflag != tar.TypeReg {
			return fmt.Errorf("its %s is not a regular file", file)
		}
		if header.Size > fileLimits[file] {
			return fmt.Errorf("its %s has %d bytes; at most %d are allowed", file, header.Size, fileLimits[file])
		}
		if err := save(reader, filepath.Join(folder, file)); err != nil {
			return err
		}
		delete(missing, file)
	}
	for file := range missing {
		return fmt.Errorf("it has no %s", file)
	}
	// The reader compares the digest only when it reaches the layer's end.
	_, err = io.Copy(io.Discard, layer)
	return err
}

func save(source io.Reader, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, source)
	return errors.Join(err, file.Close())
}
