package advisories

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
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
