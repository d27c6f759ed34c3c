// Package sdk makes the image in which the embedded engine generates, builds
// and runs modules written in Go: a Debian root file system with git, this
// machine's Go tool chain and the engine's code generator.
package sdk

import (
	"archive/tar"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"python-pipeline/ci/engine/embedded/interruptible"
)

// Where the engine looks for things in its SDK image.
const (
	goroot     = "usr/local/go"
	codegen    = "usr/local/bin/codegen"
	caBundle   = "etc/ssl/certs/ca-certificates.crt"
	moduleDir  = "go/pkg/mod"
	buildCache = "root/.cache/go-build"
)

// Inputs are what the image is made of.
type Inputs struct {
	// Rootfs is the tar file of a Debian root file system with git.
	Rootfs string
	// Codegen is the engine's code generator.
	Codegen string
	// CABundle is the file of certificate authorities that downloads trust,
	// empty for those of the root file system.
	CABundle string
	// StandardLibrary is a Go build cache that holds the compiled standard
	// library; the first module is loaded much sooner with it.
	StandardLibrary string
}

// Write stores the image as an OCI layout in folder and gives the digest of
// its manifest. Layers are left uncompressed: they are read once, by an engine
// on the same machine.
func Write(ctx context.Context, in Inputs, folder string) (v1.Hash, error) {
	digest, err := write(ctx, in, folder)
	if err != nil {
		return v1.Hash{}, fmt.Errorf("image of the module SDK: %w", err)
	}
	return digest, nil
}

func write(ctx context.Context, in Inputs, folder string) (v1.Hash, error) {
	toolchain := folder + ".toolchain.tar"
	if err := os.MkdirAll(filepath.Dir(toolchain), 0o755); err != nil {
		return v1.Hash{}, err
	}
	defer os.Remove(toolchain)
	if err := writeToolchain(ctx, in, toolchain); err != nil {
		return v1.Hash{}, err
	}
	image := mutate.MediaType(empty.Image, types.OCIManifestSchema1)
	image = mutate.ConfigMediaType(image, types.OCIConfigJSON)
	for _, file := range []string{in.Rootfs, toolchain} {
		layer, err := uncompressedLayer(file)
		if err != nil {
			return v1.Hash{}, err
		}
		if image, err = mutate.AppendLayers(image, layer); err != nil {
			return v1.Hash{}, err
		}
	}
	image, err := mutate.Config(image, v1.Config{
		WorkingDir: "/src",
		Env: []string{
			"PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
			"GOPATH=/go",
			// The tool chain in the image is the one there is.
			"GOTOOLCHAIN=local",
		},
	})
	if err != nil {
		return v1.Hash{}, err
	}
	store, err := layout.Write(folder, empty.Index)
	if err != nil {
		return v1.Hash{}, err
	}
	if err := store.AppendImage(image); err != nil {
		return v1.Hash{}, err
	}
	return image.Digest()
}

// CompileStandardLibrary fills a Go build cache with the standard library as
// the engine's containers compile it: they have no C compiler.
func CompileStandardLibrary(ctx context.Context, cache string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "std")
	// The folder of temporary files may be small.
	cmd.Env = append(os.Environ(), "GOCACHE="+cache, "GOTMPDIR="+filepath.Dir(cache), "CGO_ENABLED=0", "GOFLAGS=", "GOOS=linux", "GOWORK=off")
	cmd.Dir = os.TempDir()
	if _, err := interruptible.Output(cmd); err != nil {
		return fmt.Errorf("go build std: %w", err)
	}
	return nil
}

func writeToolchain(ctx context.Context, in Inputs, target string) (err error) {
	root, err := interruptible.Output(exec.CommandContext(ctx, "go", "env", "GOROOT"))
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	file, err := os.Create(target)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := file.Close(); err == nil {
			err = closeErr
		}
	}()
	w := &layerWriter{tar: tar.NewWriter(file), folders: map[string]bool{}}
	w.folder(moduleDir)
	w.tree(strings.TrimSpace(root), goroot, "test", "doc", "api", "misc")
	w.tree(in.StandardLibrary, buildCache)
	w.file(in.Codegen, codegen)
	for _, answer := range ProxyAnswers() {
		w.content(answer.Content, path.Join(proxyFolder, answer.Path))
	}
	if in.CABundle != "" {
		w.file(in.CABundle, caBundle)
	}
	if w.err != nil {
		return w.err
	}
	return w.tar.Close()
}
