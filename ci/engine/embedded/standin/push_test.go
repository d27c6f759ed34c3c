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

// prepared is a stand-in whose root file system is a text.
func prepared(t *testing.T, store Store, content string) *Prepared {
	t.Helper()
	plain := filepath.Join(t.TempDir(), "root.tar")
	if err := os.WriteFile(plain, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	p := &Prepared{
		image:  image(t),
		layer:  store.file(image(t), "tar.gz"),
		record: record{Key: image(t).key(), Made: time.Now().UTC().Truncate(time.Second)},
	}
	if err := compress(plain, p.layer); err != nil {
		t.Fatal(err)
	}
	return p
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
	p := prepared(t, store, content)
	if err := store.Push(t.Context(), strings.TrimPrefix(server.URL, "http://"), login, p); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(p.layer); err == nil {
		t.Error("its layer is kept twice")
	}

	// Docker's names without a user mean those of "library".
	reference, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://") + "/library/python:3.11-slim-bookworm")
	if err != nil {
		t.Fatal(err)
	}
	pushed, err := remote.Image(reference)
	if err != nil {
		t.Fatal(err)
	}
	if digest, err := pushed.Digest(); err != nil || store.Digest(image(t)) != digest.String() {
		t.Errorf("the digest that is remembered is %q, the image's %s, %v", store.Digest(image(t)), digest, err)
	}
	config, err := pushed.ConfigFile()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]string{Label: "python:3.11-slim-bookworm"}, config.Config.Labels); diff != "" {
		t.Errorf("labels differ (-want +got):\n%s", diff)
	}
	if config.OS != "linux" || !config.Created.Time.Equal(p.record.Made) || !cmp.Equal(config.Config.Env, image(t).config.Env) {
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

// The catalog's definition is shared: what one push adds must not show in it.
func TestAssembleLeavesTheDefinitionAsItIs(t *testing.T) {
	t.Parallel()
	p := prepared(t, Store{Folder: t.TempDir()}, "root")
	if _, err := p.assemble(); err != nil {
		t.Fatal(err)
	}
	if p.image.config.Labels != nil || p.image.key() != image(t).key() {
		t.Errorf("got %+v", p.image.config)
	}
}

func TestPushToNobody(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(nil)
	server.Close()
	store := Store{Folder: t.TempDir(), MaxAge: time.Hour}
	p := prepared(t, store, "root")
	err := store.Push(t.Context(), strings.TrimPrefix(server.URL, "http://"), login, p)
	if err == nil || !strings.HasPrefix(err.Error(), "stand-in for python:3.11-slim-bookworm: ") {
		t.Errorf("got %v", err)
	}
	if fresh, _ := store.Fresh(image(t)); fresh {
		t.Error("the next run has to push it")
	}
	if _, err := os.Stat(p.layer); err != nil {
		t.Errorf("the next run has to make it again: %v", err)
	}
}
