package advisories

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// defaultTag is the tag of a database in a registry: the version of its format.
const defaultTag = "2"

// layerType is how a registry tells a database from an image.
const layerType types.MediaType = "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip"

// Pull writes the database of a registry to a folder, which is made. The files
// appear under their names only when all of the database is there. A reference
// without a tag gets 2; a registry on loopback is asked in plain HTTP.
func Pull(ctx context.Context, reference, folder string) error {
	if err := pull(ctx, reference, folder); err != nil {
		return fmt.Errorf("%s: pull the vulnerability database: %w", reference, err)
	}
	return nil
}

func pull(ctx context.Context, reference, folder string) error {
	origin, err := name.ParseReference(reference, name.WithDefaultTag(defaultTag))
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
