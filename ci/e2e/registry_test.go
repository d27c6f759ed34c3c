//go:build linux

package e2e

import (
	"archive/tar"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"dagger/python-pipeline/report"

	"python-pipeline/ci/summary"
)

// describe says what an image's manifest says.
func describe(t *testing.T, image v1.Image) report.Image {
	t.Helper()
	manifest, err := image.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	digest, err := image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	described := report.Image{Layers: len(manifest.Layers), Digest: digest.String()}
	for _, layer := range manifest.Layers {
		described.Bytes += layer.Size
	}
	return described
}

// openArchive reads the image of an OCI archive.
func openArchive(t *testing.T, archive string) v1.Image {
	t.Helper()
	folder := t.TempDir()
	if out, err := exec.Command("tar", "-xf", archive, "-C", folder).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	index, err := layout.ImageIndexFromPath(folder)
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := index.IndexManifest()
	if err != nil || len(manifest.Manifests) != 1 {
		t.Fatalf("the archive's index has %+v, %v", manifest, err)
	}
	image, err := index.Image(manifest.Manifests[0].Digest)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// pull gets a published image by its digest.
func pull(t *testing.T, app summary.App) v1.Image {
	t.Helper()
	reference, err := name.ParseReference(app.References[0])
	if err != nil {
		t.Fatal(err)
	}
	image, err := remote.Image(reference)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// layerDigests lists an image's layers, from the base upwards.
func layerDigests(t *testing.T, image v1.Image) []string {
	t.Helper()
	manifest, err := image.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	var digests []string
	for _, layer := range manifest.Layers {
		digests = append(digests, layer.Digest.String())
	}
	return digests
}

// An entry is a file, folder or link of a layer.
type entry struct {
	tar.Header
	layer int
	// base says that the base has a file of this path.
	base bool
}

// entries lists what an image's layers hold, by path; the topmost counts, and
// what a layer deletes is gone.
func entries(t *testing.T, image v1.Image) map[string]entry {
	t.Helper()
	layers, err := image.Layers()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]entry{}
	for i, layer := range layers {
		content, err := layer.Uncompressed()
		if err != nil {
			t.Fatal(err)
		}
		for reader := tar.NewReader(content); ; {
			header, err := reader.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			file := path.Join("/", header.Name)
			if deleted, is := strings.CutPrefix(path.Base(file), ".wh."); is {
				gone := path.Join(path.Dir(file), deleted)
				for other := range found {
					if other == gone || strings.HasPrefix(other, gone+"/") {
						delete(found, other)
					}
				}
				continue
			}
			found[file] = entry{Header: *header, layer: i, base: i == 0 || found[file].base}
		}
		content.Close()
	}
	return found
}

// debianPackages is what an image says of its Debian packages and their versions.
func debianPackages(t *testing.T, image v1.Image) string {
	t.Helper()
	files := mutate.Extract(image)
	defer files.Close()
	for reader := tar.NewReader(files); ; {
		header, err := reader.Next()
		if err != nil {
			t.Fatalf("Debian's packages: %v", err)
		}
		if path.Clean(header.Name) == "var/lib/dpkg/status" {
			content, err := io.ReadAll(reader)
			if err != nil {
				t.Fatal(err)
			}
			return string(content)
		}
	}
}

// accessLog lists the requests that the engine's registry got for a test's app,
// such as "PUT /v2/shop/manifests/latest", without those that it refused: a
// client's first one lacks the login that the answer asks for.
func accessLog(t *testing.T, app string) []string {
	t.Helper()
	repository := named(app)
	content, err := os.ReadFile(filepath.Join(cacheFolder(t), "run", "registry.log"))
	if err != nil {
		t.Fatal(err)
	}
	var requests []string
	for line := range strings.Lines(string(content)) {
		fields := strings.Split(line, `"`)
		if len(fields) < 3 || strings.HasPrefix(fields[2], " 401 ") {
			continue
		}
		method, rest, _ := strings.Cut(fields[1], " ")
		target, _, _ := strings.Cut(rest, " ")
		if strings.HasPrefix(target, "/v2/"+repository+"/") {
			requests = append(requests, method+" "+target)
		}
	}
	return requests
}

// Requests that change a registry: all, those for blobs, and those that end the
// upload of one. A blob that another app has pushed is linked, not uploaded.
const (
	writes      = `^(PUT|POST|PATCH) `
	blobWrites  = writes + `.*/blobs/`
	blobUploads = `^PUT .*/blobs/uploads/`
)

// matching are those of the requests that a pattern matches.
func matching(requests []string, pattern string) []string {
	expression := regexp.MustCompile(pattern)
	return slices.DeleteFunc(slices.Clone(requests), func(request string) bool { return !expression.MatchString(request) })
}

// mustNotBePublished looks for any trace of a test's app in the engine's
// registry, where a run publishes without PIPELINE_REGISTRY: catalog, tags and
// access log.
func mustNotBePublished(t *testing.T, app string) {
	t.Helper()
	mustNotBeAt(t, engineStatus(t)["registry"], named(app))
	if pushed := matching(accessLog(t, app), writes); len(pushed) > 0 {
		t.Errorf("the registry was written to: %v", pushed)
	}
}

// mustNotBeAt looks for a repository and its tags at a registry.
func mustNotBeAt(t *testing.T, host, repository string, options ...remote.Option) {
	t.Helper()
	registry, err := name.NewRegistry(host, name.Insecure)
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := remote.Catalog(t.Context(), registry, options...)
	if err != nil {
		t.Fatal(err)
	}
	for _, known := range catalog {
		if known == repository {
			t.Errorf("%s is in the registry's catalog", repository)
		}
	}
	if tags, err := remote.List(registry.Repo(repository), options...); err == nil {
		t.Errorf("%s has tags: %v", repository, tags)
	}
}

// firstEngine is the status of the engine of all tests, which does not change;
// asking measures how much disk it takes, and that takes seconds.
var firstEngine = sync.OnceValues(func() (map[string]string, error) { return readEngineStatus() })

// engineStatus is what `engine status` says with further variables.
func engineStatus(t *testing.T, variables ...string) map[string]string {
	t.Helper()
	status, err := firstEngine()
	if len(variables) > 0 {
		status, err = readEngineStatus(variables...)
	}
	if err != nil {
		t.Fatal(err)
	}
	return status
}

// readEngineStatus reads what `engine status` prints.
func readEngineStatus(variables ...string) (map[string]string, error) {
	cmd := exec.Command(program, "engine", "status")
	cmd.Dir, cmd.Env = repository, append(os.Environ(), variables...)
	out, err := cmd.Output()
	status := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if what, value, found := strings.Cut(line, "  "); found {
			status[strings.TrimSpace(what)] = strings.TrimSpace(value)
		}
	}
	return status, err
}

func cacheFolder(t *testing.T) string {
	t.Helper()
	return engineStatus(t)["cache folder"]
}
