package sdk

import (
	"archive/tar"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"python-pipeline/ci/engine/embedded/program"
)

// inputs returns small inputs. The tool chain is in GOROOT, so a test that
// calls it cannot be parallel.
func inputs(t *testing.T) Inputs {
	t.Helper()
	t.Setenv("GOROOT", tree(t, map[string]string{"VERSION": "go1.26", "bin/go": "#!go", "test/run.go": "package test"}))
	rootfs, err := os.Create(filepath.Join(t.TempDir(), "rootfs.tar"))
	if err != nil {
		t.Fatal(err)
	}
	defer rootfs.Close()
	writer := tar.NewWriter(rootfs)
	if err := writer.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "./etc/", Mode: 0o755}); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	return Inputs{
		Rootfs:          rootfs.Name(),
		Codegen:         filepath.Join(tree(t, map[string]string{"codegen": "#!codegen"}), "codegen"),
		CABundle:        filepath.Join(tree(t, map[string]string{"ca.pem": "authorities"}), "ca.pem"),
		StandardLibrary: tree(t, map[string]string{"00/0123-d": "compiled"}),
	}
}

// writeNew writes the image to a new folder and reads it by its manifest's
// digest, as the engine does.
func writeNew(t *testing.T, in Inputs) (v1.Image, v1.Hash) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "content")
	digest, err := Write(t.Context(), in, folder)
	if err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(folder + ".*")
	if err != nil || len(left) > 0 {
		t.Errorf("it left %v", left)
	}
	if _, err := os.Stat(filepath.Join(folder, "blobs", "sha256", digest.Hex)); err != nil {
		t.Errorf("the manifest is not stored as a blob: %v", err)
	}
	image, err := layout.Path(folder).Image(digest)
	if err != nil {
		t.Fatal(err)
	}
	return image, digest
}

func TestWrite(t *testing.T) {
	in := inputs(t)
	image, digest := writeNew(t, in)
	manifest, err := image.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	if manifest.MediaType != types.OCIManifestSchema1 || len(manifest.Layers) != 2 {
		t.Fatalf("got %s with %d layers", manifest.MediaType, len(manifest.Layers))
	}
	for i, layer := range manifest.Layers {
		if layer.MediaType != types.OCIUncompressedLayer {
			t.Errorf("layer %d is %s; it must not be compressed", i, layer.MediaType)
		}
	}
	if info, err := os.Stat(in.Rootfs); err != nil || info.Size() != manifest.Layers[0].Size {
		t.Errorf("the root file system has %d bytes in the image, %v", manifest.Layers[0].Size, err)
	}
	config, err := image.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(config.Config.Env, "GOTOOLCHAIN=local") || len(config.RootFS.DiffIDs) != 2 {
		t.Errorf("got %+v", config)
	}
	if _, again := writeNew(t, in); again != digest {
		t.Errorf("got %s, then %s from the same inputs", digest, again)
	}
}

func TestToolchainLayer(t *testing.T) {
	in := inputs(t)
	image, _ := writeNew(t, in)
	layers, err := image.Layers()
	if err != nil || len(layers) != 2 {
		t.Fatalf("got %d layers, %v", len(layers), err)
	}
	content, err := layers[1].Uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	var files []string
	for _, entry := range entries(t, content) {
		if !strings.HasSuffix(entry.Name, "/") {
			files = append(files, entry.Name+" "+entry.Content)
		}
	}
	want := []string{
		"usr/local/go/VERSION go1.26",
		"usr/local/go/bin/go #!go",
		"root/.cache/go-build/00/0123-d compiled",
		"usr/local/bin/codegen #!codegen",
		"usr/local/share/python-pipeline/goproxy/dagger.io/dagger/@v/" + program.EngineCommit + `.info {"Version":"` + program.EngineVersion + `"}` + "\n",
		"usr/local/share/python-pipeline/goproxy/github.com/dagger/querybuilder/@v/list ",
		"usr/local/share/python-pipeline/goproxy/github.com/dagger/querybuilder/@latest " + `{"Version":"` + program.QueryBuilderVersion + `"}` + "\n",
		"etc/ssl/certs/ca-certificates.crt authorities",
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestWriteNamesAMissingInput(t *testing.T) {
	for name, change := range map[string]func(*Inputs){
		"gone/rootfs.tar": func(in *Inputs) { in.Rootfs = "gone/rootfs.tar" },
		"gone/codegen":    func(in *Inputs) { in.Codegen = "gone/codegen" },
		"gone/std":        func(in *Inputs) { in.StandardLibrary = "gone/std" },
		"gone/ca.pem":     func(in *Inputs) { in.CABundle = "gone/ca.pem" },
	} {
		t.Run(name, func(t *testing.T) {
			in := inputs(t)
			change(&in)
			_, err := Write(t.Context(), in, filepath.Join(t.TempDir(), "content"))
			if err == nil || !strings.HasPrefix(err.Error(), "image of the module SDK: ") || !strings.Contains(err.Error(), name) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// The user's own proxies come after the answers.
func TestGoProxy(t *testing.T) {
	t.Setenv("GOPROXY", "https://proxy.example,direct")
	got, err := GoProxy(t.Context())
	if want := "file:///usr/local/share/python-pipeline/goproxy,https://proxy.example,direct"; got != want || err != nil {
		t.Errorf("got %s, %v; want %s", got, err, want)
	}
}
