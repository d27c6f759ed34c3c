package advisories

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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
		t.Errorf("the old database changed (-before +after):\n%s", diff)
	}
}

// The entries with the names of a database have to be files of its size.
func TestUnpackRefuses(t *testing.T) {
	t.Parallel()
	for want, header := range map[string]tar.Header{
		"its trivy.db is not a regular file":                               {Name: "trivy.db", Typeflag: tar.TypeSymlink, Linkname: "/etc/shadow"},
		"its metadata.json is not a regular file":                          {Name: "metadata.json", Typeflag: tar.TypeFifo},
		"its metadata.json has 1048577 bytes; at most 1048576 are allowed": {Name: "metadata.json", Typeflag: tar.TypeReg, Size: 1<<20 + 1},
	} {
		var content bytes.Buffer
		compressed := gzip.NewWriter(&content)
		if err := tar.NewWriter(compressed).WriteHeader(&header); err != nil {
			t.Fatal(err)
		}
		if err := compressed.Close(); err != nil {
			t.Fatal(err)
		}
		if err := unpack(&content, t.TempDir()); err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
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
