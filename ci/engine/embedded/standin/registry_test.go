package standin

import (
	"bytes"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

var login = authn.Basic{Username: "ada", Password: "secret"}

// newBuild returns a stand-in whose root file system is a text.
func newBuild(t *testing.T, store Store, content string) *Build {
	t.Helper()
	plain := filepath.Join(t.TempDir(), "root.tar")
	if err := os.WriteFile(plain, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	b := &Build{
		image:  image(t),
		layer:  store.file(image(t), "tar.gz"),
		record: record{Key: image(t).key(), Made: time.Now().UTC().Truncate(time.Second)},
	}
	if err := compress(plain, b.layer); err != nil {
		t.Fatal(err)
	}
	return b
}

func TestPush(t *testing.T) {
	t.Parallel()
	images := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); r.Method != http.MethodGet && r.Method != http.MethodHead && (user != "ada" || password != "secret") {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		images.ServeHTTP(w, r)
	}))
	defer server.Close()
	store := Store{Folder: t.TempDir(), Data: t.TempDir(), MaxAge: time.Hour}
	content := strings.Repeat("root file system\n", 1000)
	b := newBuild(t, store, content)
	if err := store.Push(t.Context(), strings.TrimPrefix(server.URL, "http://"), login, b); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(b.layer); err == nil {
		t.Error("the layer is not deleted")
	}

	// Docker prepends "library/" to names without a user.
	reference, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://") + "/library/python:3.11-slim-bookworm")
	if err != nil {
		t.Fatal(err)
	}
	pushed, err := remote.Image(reference)
	if err != nil {
		t.Fatal(err)
	}
	if digest, err := pushed.Digest(); err != nil || store.Digest(image(t)) != digest.String() {
		t.Errorf("the stored digest is %q, the image's %s, %v", store.Digest(image(t)), digest, err)
	}
	config, err := pushed.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{Label: "python:3.11-slim-bookworm"}, config.Config.Labels); diff != "" {
		t.Errorf("labels differ (-want +got):\n%s", diff)
	}
	if config.OS != "linux" || !config.Created.Time.Equal(b.record.Made) || !cmp.Equal(config.Config.Env, image(t).config.Env) {
		t.Errorf("got %+v", config)
	}
	layers, err := pushed.Layers()
	if err != nil || len(layers) != 1 {
		t.Fatalf("got %d layers, %v", len(layers), err)
	}
	if kind, err := layers[0].MediaType(); err != nil || kind != types.OCILayer {
		t.Errorf("got %s, %v", kind, err)
	}
	reader, err := layers[0].Uncompressed()
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	got, err := io.ReadAll(reader)
	if err != nil || !bytes.Equal(got, []byte(content)) {
		t.Errorf("got %d bytes, %v", len(got), err)
	}
}

// The catalog's definition is shared, so a push must not change it.
func TestAssembleKeepsTheDefinition(t *testing.T) {
	t.Parallel()
	b := newBuild(t, Store{Folder: t.TempDir()}, "root")
	if _, err := b.assemble(); err != nil {
		t.Fatal(err)
	}
	if b.image.config.Labels != nil || b.image.key() != image(t).key() {
		t.Errorf("got %+v", b.image.config)
	}
}

func TestPushWithoutARegistry(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	server.Close()
	store := Store{Folder: t.TempDir(), MaxAge: time.Hour}
	b := newBuild(t, store, "root")
	err := store.Push(t.Context(), strings.TrimPrefix(server.URL, "http://"), login, b)
	if err == nil || !strings.HasPrefix(err.Error(), "stand-in for python:3.11-slim-bookworm: ") {
		t.Errorf("got %v", err)
	}
	if fresh, _ := store.IsFresh(image(t)); fresh {
		t.Error("the next run has to push it")
	}
	if _, err := os.Stat(b.layer); err != nil {
		t.Errorf("the next run has to make it again: %v", err)
	}
}
