package advisoriestest

import (
	"bytes"
	"encoding/json"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"python-pipeline/ci/advisories"
)

// pushOwn writes the database of this repository to a folder and pushes it to a
// new registry.
func pushOwn(t *testing.T) (folder, reference string) {
	t.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	d, err := advisories.Own()
	if err != nil {
		t.Fatal(err)
	}
	folder, reference = filepath.Join(t.TempDir(), "db"), strings.TrimPrefix(server.URL, "http://")+"/security/database:2"
	if err := d.Write(folder); err != nil {
		t.Fatal(err)
	}
	if err := Push(t.Context(), folder, reference); err != nil {
		t.Fatal(err)
	}
	return folder, reference
}

func TestPushAndPull(t *testing.T) {
	t.Parallel()
	folder, reference := pushOwn(t)
	copied := filepath.Join(t.TempDir(), "cache", "db")
	// The second pull replaces the first one, and its reference has no tag.
	for _, reference := range []string{reference, strings.TrimSuffix(reference, ":2")} {
		if err := advisories.Pull(t.Context(), reference, copied); err != nil {
			t.Fatal(err)
		}
	}
	for _, file := range []string{advisories.DatabaseFile, advisories.MetadataFile} {
		want, err := os.ReadFile(filepath.Join(folder, file))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(copied, file)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: the copy differs, %v", file, err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(copied)); err != nil || len(entries) != 1 {
		t.Errorf("the folder above has %v, %v", entries, err)
	}
}

// Trivy takes an artifact as a database only if it has these media types.
func TestArtifactIsADatabase(t *testing.T) {
	t.Parallel()
	_, address := pushOwn(t)
	reference, err := name.ParseReference(address)
	if err != nil {
		t.Fatal(err)
	}
	descriptor, err := remote.Get(reference)
	if err != nil {
		t.Fatal(err)
	}
	var manifest v1.Manifest
	if err := json.Unmarshal(descriptor.Manifest, &manifest); err != nil {
		t.Fatal(err)
	}
	if got := string(manifest.Config.MediaType); got != "application/vnd.aquasec.trivy.config.v1+json" {
		t.Errorf("its configuration is of type %s", got)
	}
	if len(manifest.Layers) != 1 {
		t.Fatalf("it has %d layers", len(manifest.Layers))
	}
	if got := string(manifest.Layers[0].MediaType); got != "application/vnd.aquasec.trivy.db.layer.v1.tar+gzip" {
		t.Errorf("its layer is of type %s", got)
	}
	if diff := cmp.Diff(map[string]string{"org.opencontainers.image.title": "db.tar.gz"}, manifest.Layers[0].Annotations); diff != "" {
		t.Errorf("annotations differ (-want +got):\n%s", diff)
	}
}
