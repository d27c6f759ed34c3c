package advisories

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

	"github.com/google/go-containerregistry/pkg/name"
	ggcr "github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"

	"python-pipeline/ci/registry"
)

// repository starts a registry and returns the address of a repository in it.
func repository(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(ggcr.New(ggcr.Logger(log.New(io.Discard, "", 0))))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://") + "/security/database"
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

// A registry, or a proxy in front of it, may answer slowly or wrongly.
func TestPullFromABadRegistry(t *testing.T) {
	t.Parallel()
	packed := func(text string) []byte {
		content, err := io.ReadAll(archive(t, map[string]string{DatabaseFile: text, MetadataFile: "{}"}))
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	database, forged := packed("database 1"), packed("database 2")
	quick := registry.Limits{Time: 300 * time.Millisecond, Answer: time.Minute, Bytes: 1 << 20}
	patient := registry.Limits{Time: time.Minute, Answer: time.Minute, Bytes: 1 << 20}
	for title, c := range map[string]struct {
		layer  http.HandlerFunc
		limits registry.Limits
		want   string // "" for no error
	}{
		"it works":                 {func(w http.ResponseWriter, _ *http.Request) { w.Write(database) }, patient, ""},
		"it serves something else": {func(w http.ResponseWriter, _ *http.Request) { w.Write(forged) }, patient, "error verifying sha256 checksum"},
		"it never answers":         {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, quick, "the registry did not answer in full within 300ms"},
		"it never ends": {func(w http.ResponseWriter, r *http.Request) {
			w.Write(database[:20])
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, quick, "the registry did not answer in full within 300ms"},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			handler := ggcr.New(ggcr.Logger(log.New(io.Discard, "", 0)))
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if digest, _, _ := v1.SHA256(bytes.NewReader(database)); r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, digest.String()) {
					c.layer(w, r)
					return
				}
				handler.ServeHTTP(w, r)
			}))
			t.Cleanup(server.Close)
			reference, err := name.ParseReference(strings.TrimPrefix(server.URL, "http://") + "/security/database:2")
			if err != nil {
				t.Fatal(err)
			}
			image, err := mutate.AppendLayers(empty.Image, static.NewLayer(database, layerType))
			if err != nil {
				t.Fatal(err)
			}
			if err := remote.Write(reference, image); err != nil {
				t.Fatal(err)
			}
			folder := filepath.Join(t.TempDir(), "db")
			err = pull(t.Context(), reference.String(), folder, c.limits)
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			if _, err := os.Stat(folder); (err == nil) != (c.want == "") {
				t.Errorf("the folder: %v", err)
			}
		})
	}
}
