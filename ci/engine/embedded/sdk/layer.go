package sdk

import (
	"io"
	"os"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// tarLayer is a layer that is a tar file as it lies on disk.
type tarLayer struct {
	path   string
	digest v1.Hash
	size   int64
}

var _ v1.Layer = tarLayer{}

func uncompressedLayer(path string) (v1.Layer, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	digest, size, err := v1.SHA256(file)
	return tarLayer{path: path, digest: digest, size: size}, err
}

func (l tarLayer) Digest() (v1.Hash, error)             { return l.digest, nil }
func (l tarLayer) DiffID() (v1.Hash, error)             { return l.digest, nil }
func (l tarLayer) Compressed() (io.ReadCloser, error)   { return os.Open(l.path) }
func (l tarLayer) Uncompressed() (io.ReadCloser, error) { return os.Open(l.path) }
func (l tarLayer) Size() (int64, error)                 { return l.size, nil }
func (l tarLayer) MediaType() (types.MediaType, error)  { return types.OCIUncompressedLayer, nil }
