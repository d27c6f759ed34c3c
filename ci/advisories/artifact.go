package advisories

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
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
)

// Tag is the tag of a database in a registry: the version of its format.
const Tag = "2"

// How a registry tells a database from an image.
const (
	configType types.MediaType = "application/vnd.aquasec.trivy.config.v1+json"
	layerType  types.MediaType = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip"
)

// Push stores the database of a folder in a registry, where Trivy finds it under
// TRIVY_DB_REPOSITORY. A reference without a tag gets Tag; a registry on
// loopback is asked in plain HTTP.
func Push(ctx context.Context, folder, reference string) error {
	target, err := name.ParseReference(reference, name.WithDefaultTag(Tag))
	if err != nil {
		return err
	}
	image, err := pack(folder)
	if err != nil {
		return err
	}
	if err := remote.Write(target, image, remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain)); err != nil {
		return fmt.Errorf("%s: push the vulnerability database: %w", reference, err)
	}
	return nil
}

// pack makes an artifact of the two files of a database.
func pack(folder string) (v1.Image, error) {
	var content bytes.Buffer
	compressed := gzip.NewWriter(&content)
	archive := tar.NewWriter(compressed)
	for _, file := range []string{DatabaseFile, MetadataFile} {
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

// Pull writes the database of a registry to a folder, which is made. The files
// appear under their names only when all of the database is there.
func Pull(ctx context.Context, reference, folder string) error {
	if err := pull(ctx, reference, folder); err != nil {
		return fmt.Errorf("%s: pull the vulnerability database: %w", reference, err)
	}
	return nil
}

func pull(ctx context.Context, reference, folder string) error {
	origin, err := name.ParseReference(reference, name.WithDefaultTag(Tag))
	if err != nil {
		return err
	}
	image, err := remote.Image(origin, remote.WithContext(ctx), remote.WithAuthFromKeychain(authn.DefaultKeychain))
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
	return replace(folder, func(making string) error { return unpack(content, making) })
}

// unpack takes the files of a database out of its layer.
func unpack(layer io.Reader, folder string) error {
	plain, err := gzip.NewReader(layer)
	if err != nil {
		return err
	}
	missing := map[string]bool{DatabaseFile: true, MetadataFile: true}
	for reader := tar.NewReader(plain); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		file := filepath.Base(header.Name)
		if !missing[file] {
			continue
		}
		if err := save(reader, filepath.Join(folder, file)); err != nil {
			return err
		}
		delete(missing, file)
	}
	for file := range missing {
		return fmt.Errorf("it has no %s", file)
	}
	return nil
}

func save(source io.Reader, path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, source)
	return errors.Join(err, file.Close())
}
