// Package sdk makes the image in which the embedded engine generates, builds and runs Go modules: a Debian root file
// system with git, this machine's Go tool chain and the engine's code generator.
package sdk

import (
	"archive/tar"
	"cmp"
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

// Paths at which the engine expects the parts of its SDK image.
const (
	goroot     = "usr/local/go"
	codegen    = "usr/local/bin/codegen"
	caBundle   = "etc/ssl/certs/ca-certificates.crt"
	moduleDir  = "go/pkg/mod"
	buildCache = "root/.cache/go-build"
)

// Inputs are the parts of the image.
type Inputs struct {
	// Rootfs is the tar file of a Debian root file system with git.
	Rootfs string
	// Codegen is the engine's code generator.
	Codegen string
	// CABundle is the file of certificate authorities for downloads, empty for those of the root file system.
	CABundle string
	// StandardLibrary is a Go build cache with the compiled standard library,
	// which makes the first module load much faster.
	StandardLibrary string
}

// Write stores the image as an OCI layout in folder and returns the digest of its manifest. Layers are not compressed:
// only an engine on the same machine reads them, once.
func Write(ctx context.Context, in Inputs, folder string) (_ v1.Hash, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("image of the module SDK: %w", err)
		}
	}()
	toolchain := folder + ".toolchain.tar"
	if err := os.MkdirAll(filepath.Dir(toolchain), 0o755); err != nil {
		return v1.Hash{}, err
	}
	defer os.Remove(toolchain)
	if err := writeToolchain(ctx, in, toolchain); err != nil {
		return v1.Hash{}, err
	}
	image := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	for _, file := range []string{in.Rootfs, toolchain} {
		layer, err := uncompressedLayer(file)
		if err != nil {
			return v1.Hash{}, err
		}
		if image, err = mutate.AppendLayers(image, layer); err != nil {
			return v1.Hash{}, err
		}
	}
	image, err = mutate.Config(image, v1.Config{
		WorkingDir: "/src",
		Env: []string{
			"PATH=/go/bin:/usr/local/go/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
			"GOPATH=/go",
			// The image has one tool chain, and must not download others.
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

// CompileStandardLibrary compiles the standard library into a Go build cache,
// with the settings of the engine's containers: they have no C compiler.
func CompileStandardLibrary(ctx context.Context, cache string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "std")
	// The system's temporary folder may be too small.
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
	defer func() { err = cmp.Or(err, file.Close()) }()
	w := &layerWriter{tar: tar.NewWriter(file), folders: map[string]bool{}}
	w.folder(moduleDir)
	w.tree(strings.TrimSpace(root), goroot, "test", "doc", "api", "misc")
	w.tree(in.StandardLibrary, buildCache)
	w.file(in.Codegen, codegen)
	for _, answer := range ProxyAnswers() {
		w.content(answer.content, path.Join(proxyFolder, answer.path))
	}
	if in.CABundle != "" {
		w.file(in.CABundle, caBundle)
	}
	if w.err != nil {
		return w.err
	}
	return w.tar.Close()
}
