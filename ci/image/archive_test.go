package image

import (
	"archive/tar"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/random"
)

// threeLayers is an image with layers of 1000 bytes, not counting what tar and
// compression make of them.
func threeLayers(t *testing.T) v1.Image {
	t.Helper()
	image, err := random.Image(1000, 3)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// facts asks the image itself.
func facts(t *testing.T, image v1.Image) (Facts, string) {
	t.Helper()
	layers, err := image.Layers()
	if err != nil {
		t.Fatal(err)
	}
	f := Facts{Layers: len(layers)}
	for _, layer := range layers {
		size, err := layer.Size()
		if err != nil {
			t.Fatal(err)
		}
		f.Bytes += size
	}
	digest, err := image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	return f, digest.String()
}

// ociLayout writes images as a folder that is an OCI layout.
func ociLayout(t *testing.T, images ...v1.Image) string {
	t.Helper()
	store, err := layout.Write(t.TempDir(), empty.Index)
	if err != nil {
		t.Fatal(err)
	}
	for _, image := range images {
		if err := store.AppendImage(image); err != nil {
			t.Fatal(err)
		}
	}
	return string(store)
}

// archive packs a folder; a prefix such as "./" stands before each name.
func archive(t *testing.T, folder, prefix string) string {
	t.Helper()
	file, err := os.Create(filepath.Join(t.TempDir(), "image.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	writer := tar.NewWriter(file)
	err = filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := writer.WriteHeader(&tar.Header{Name: prefix + filepath.ToSlash(name), Mode: 0o644, Size: int64(len(content))}); err != nil {
			return err
		}
		_, err = writer.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Name()
}

func TestInspectArchive(t *testing.T) {
	t.Parallel()
	for name, prefix := range map[string]string{"as the engine names entries": "", "as tar names them": "./"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			image := threeLayers(t)
			want, wantDigest := facts(t, image)
			got, digest, err := InspectArchive(archive(t, ociLayout(t, image), prefix))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("facts differ (-want +got):\n%s", diff)
			}
			if got.Layers != 3 || got.Bytes < 3000 || digest != wantDigest {
				t.Errorf("got %+v, %s; want %s", got, digest, wantDigest)
			}
		})
	}
}

func TestInspectArchiveRefuses(t *testing.T) {
	t.Parallel()
	noManifest := ociLayout(t, threeLayers(t))
	blobs := filepath.Join(noManifest, "blobs")
	if err := os.RemoveAll(blobs); err != nil {
		t.Fatal(err)
	}
	text := filepath.Join(t.TempDir(), "image.tar")
	if err := os.WriteFile(text, []byte(strings.Repeat("no tar file\n", 100)), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ file, want string }{
		"no image":     {archive(t, ociLayout(t), ""), "it holds no image"},
		"no index":     {archive(t, t.TempDir(), ""), "it has no index.json"},
		"no manifest":  {archive(t, noManifest, ""), "it has no blobs/sha256/"},
		"no tar file":  {text, "invalid tar header"},
		"no such file": {filepath.Join(t.TempDir(), "gone.tar"), "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := InspectArchive(test.file)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.file) {
				t.Errorf("got %v; it must name the file and say %q", err, test.want)
			}
		})
	}
}
