package standin

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// Push hands a prepared stand-in to a registry on this machine, by host and port,
// under the path at which a mirror of docker.io is asked for it, and remembers
// its digest.
func (s Store) Push(ctx context.Context, registry string, login authn.Basic, prepared *Prepared) error {
	image := prepared.image
	digest, err := prepared.push(ctx, registry, login)
	if err != nil {
		return fmt.Errorf("stand-in for %s: %w", image.Reference, err)
	}
	pushed := prepared.record
	pushed.Digest = digest.String()
	if err := s.writeRecord(s.file(image, "pushed.json"), pushed); err != nil {
		return err
	}
	return os.Remove(prepared.layer)
}

func (p *Prepared) push(ctx context.Context, registry string, login authn.Basic) (v1.Hash, error) {
	image, err := p.assemble()
	if err != nil {
		return v1.Hash{}, err
	}
	reference, err := name.ParseReference(registry+"/"+mirrored(p.image.Reference), name.Insecure)
	if err != nil {
		return v1.Hash{}, err
	}
	if err := remote.Write(reference, image, remote.WithContext(ctx), remote.WithAuth(&login)); err != nil {
		return v1.Hash{}, err
	}
	return image.Digest()
}

// mirrored is the path at which a mirror of docker.io is asked for an image.
func mirrored(reference string) string {
	if strings.Contains(reference, "/") {
		return reference
	}
	return "library/" + reference
}

func (p *Prepared) assemble() (v1.Image, error) {
	layer, err := tarball.LayerFromFile(p.layer, tarball.WithMediaType(types.OCILayer))
	if err != nil {
		return nil, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	image, err = mutate.AppendLayers(image, layer)
	if err != nil {
		return nil, err
	}
	file, err := image.ConfigFile()
	if err != nil {
		return nil, err
	}
	file = file.DeepCopy()
	file.OS, file.Architecture = "linux", runtime.GOARCH
	file.Created = v1.Time{Time: p.record.Made}
	file.Config = p.image.config
	file.Config.Labels = map[string]string{Label: p.image.Reference}
	return mutate.ConfigFile(image, file)
}

// compress writes a file as gzip: quickly rather than small, since it leaves
// the machine only as the base of images that do.
func compress(path, target string) error {
	source, err := os.Open(path)
	if err != nil {
		return err
	}
	defer source.Close()
	out, err := os.Create(target)
	if err != nil {
		return err
	}
	defer out.Close()
	writer, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if _, err := io.Copy(writer, source); err != nil {
		return err
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return out.Close()
}
