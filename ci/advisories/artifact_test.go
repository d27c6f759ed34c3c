package advisories

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
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
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// repository gives a place in a registry of the test's own.
func repository(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(registry.New(registry.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://") + "/security/database"
}

func TestPushAndPull(t *testing.T) {
	t.Parallel()
	place, folder := repository(t), t.TempDir()
	if err := own(t).Write(folder); err != nil {
		t.Fatal(err)
	}
	if err := Push(t.Context(), folder, place); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "cache", "db")
	for range 2 { // the second time there is one already
		if err := Pull(t.Context(), place+":2", copied); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(contents(t, folder), contents(t, copied)); diff != "" {
		t.Errorf("the copy differs (-pushed +pulled):\n%s", diff)
	}
	want, err := Describe(folder, place)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := Describe(copied, place); err != nil || got != want {
		t.Errorf("got %v, %v, want %v", got, err, want)
	}
	if left, err := os.ReadDir(filepath.Dir(copied)); err != nil || len(left) != 1 {
		t.Errorf("beside it there are %v, %v", left, err)
	}
}

// What Trivy asks of an artifact before it takes it as a database.
func TestArtifactIsADatabase(t *testing.T) {
	t.Parallel()
	place, folder := repository(t), t.TempDir()
	if err := shop(t).Write(folder); err != nil {
		t.Fatal(err)
	}
	if err := Push(t.Context(), folder, place); err != nil {
		t.Fatal(err)
	}
	reference, err := name.ParseReference(place + ":2")
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

func TestPullErrors(t *testing.T) {
	t.Parallel()
	place := repository(t)
	image := func(layers int64) string {
		content, err := random.Image(10, layers)
		if err != nil {
			t.Fatal(err)
		}
		reference, err := name.ParseReference(place + "-image:" + string(rune('0'+layers)))
		if err != nil {
			t.Fatal(err)
		}
		if err := remote.Write(reference, content); err != nil {
			t.Fatal(err)
		}
		return reference.String()
	}
	for reference, want := range map[string]string{
		place:    ": pull the vulnerability database: ",
		image(1): "its layer is of type application/vnd.docker.image.rootfs.diff.tar.gzip; a database is of application/vnd.aquasec.trivy.db.layer.v1.tar+gzip",
		image(3): "it has 3 layers; a database has one",
		"A:B:C":  "A:B:C: pull the vulnerability database: could not parse reference: A:B:C",
	} {
		folder := filepath.Join(t.TempDir(), "db")
		if err := Pull(t.Context(), reference, folder); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want one with %s", err, want)
		}
		if _, err := os.Stat(folder); err == nil {
			t.Errorf("%s: a later scan would take the folder as a database", reference)
		}
	}
}

// A name in an archive must not lead out of the folder.
func TestUnpackTakesTheTwoFilesOnly(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	folder := filepath.Join(parent, "db")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	layer := archive(t, map[string]string{"../escaped": "", "../../trivy.db": "database", "metadata.json": "{}"})
	if err := unpack(layer, folder); err != nil {
		t.Fatal(err)
	}
	var got []string
	err := filepath.WalkDir(parent, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			got = append(got, strings.TrimPrefix(path, parent+"/"))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"db/metadata.json", "db/trivy.db"}, got); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestUnpackOfHalfADatabaseLeavesTheOldOne(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := shop(t).Write(folder); err != nil {
		t.Fatal(err)
	}
	before := contents(t, folder)
	if err := unpack(archive(t, map[string]string{"metadata.json": "{}"}), folder); err == nil || err.Error() != "it has no trivy.db" {
		t.Errorf("got %v", err)
	}
	if diff := cmp.Diff(before, contents(t, folder)); diff != "" {
		t.Errorf("the old one changed (-before +after):\n%s", diff)
	}
}

func archive(t *testing.T, files map[string]string) io.Reader {
	t.Helper()
	var content bytes.Buffer
	compressed := gzip.NewWriter(&content)
	writer := tar.NewWriter(compressed)
	for name, text := range files {
		if err := writer.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(writer, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if err := compressed.Close(); err != nil {
		t.Fatal(err)
	}
	return &content
}
