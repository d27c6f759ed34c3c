package standin

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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

// Push pushes a stand-in to a registry on this machine, by host and port, under the path by which clients request it
// from a mirror of docker.io. It stores the digest.
func (s Store) Push(ctx context.Context, registry string, login authn.Basic, build *Build) error {
	image := build.image
	digest, err := build.push(ctx, registry, login)
	if err != nil {
		return fmt.Errorf("stand-in for %s: %w", image.Reference, err)
	}
	r := build.record
	r.Digest = digest.String()
	if err := s.writeRecord(s.file(image, "pushed.json"), r); err != nil {
		return err
	}
	return os.Remove(build.layer)
}

func (b *Build) push(ctx context.Context, registry string, login authn.Basic) (v1.Hash, error) {
	image, err := b.assemble()
	if err != nil {
		return v1.Hash{}, err
	}
	official, err := name.NewTag(b.image.Reference)
	if err != nil {
		return v1.Hash{}, err
	}
	mirror, err := name.NewRegistry(registry, name.Insecure)
	if err != nil {
		return v1.Hash{}, err
	}
	// Clients request images from a mirror by their full path.
	target := mirror.Repo(official.RepositoryStr()).Tag(official.TagStr())
	if err := remote.Write(target, image, remote.WithContext(ctx), remote.WithAuth(&login)); err != nil {
		return v1.Hash{}, err
	}
	return image.Digest()
}

func (b *Build) assemble() (v1.Image, error) {
	layer, err := tarball.LayerFromFile(b.layer, tarball.WithMediaType(types.OCILayer))
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
	file.Created = v1.Time{Time: b.record.Made}
	file.Config = b.image.config
	file.Config.Labels = map[string]string{Label: b.image.Reference}
	return mutate.ConfigFile(image, file)
}

// compress writes a file as gzip. It favours speed over size: the layer leaves
// this machine only as the base of published images.
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

// checkTag returns an error unless the registry's digest of a stand-in's tag is the pushed one. It reads the registry's
// files, because the registry may not run yet; only their owner can write them.
func checkTag(data string, image Image, want string) error {
	official, err := name.NewTag(image.Reference)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(tagFile(data, official))
	switch got := strings.TrimSpace(string(content)); {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("the engine's registry does not have it any more")
	case err != nil:
		return err
	case got != want:
		return fmt.Errorf("the engine's registry has another image (%s) than the one that was pushed (%s)", got, want)
	}
	return nil
}

// tagFile returns the path at which the registry program distribution stores the digest of a tag.
func tagFile(data string, tag name.Tag) string {
	return filepath.Join(data, "docker", "registry", "v2", "repositories", filepath.FromSlash(tag.RepositoryStr()), "_manifests", "tags", tag.TagStr(), "current", "link")
}
