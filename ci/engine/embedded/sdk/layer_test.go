package sdk

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree writes files below a new folder; files that begin with #! are
// executable.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		mode := os.FileMode(0o600)
		if strings.HasPrefix(content, "#!") {
			mode = 0o700
		}
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// An entry has the parts of a tar entry that have to be equal on every machine.
type entry struct {
	Name    string
	Mode    int64
	Content string
	// Owned and Dated mean that the entry has a user or a time.
	Owned, Dated bool
}

func entries(t *testing.T, archive io.Reader) []entry {
	t.Helper()
	var list []entry
	for reader := tar.NewReader(archive); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, entry{
			Name: header.Name, Mode: header.Mode, Content: string(content),
			Owned: header.Uid != 0 || header.Gid != 0 || header.Uname != "", Dated: header.ModTime.Unix() != 0,
		})
	}
}

func TestLayerWriter(t *testing.T) {
	t.Parallel()
	source := tree(t, map[string]string{
		"VERSION": "go1.26", "bin/go": "#!go", "src/fmt/print.go": "package fmt", "src/test/x.go": "package test",
		"test/fixedbugs/bug1.go": "package bug", "doc/go_spec.html": "<html>",
	})
	link := filepath.Join(t.TempDir(), "go")
	if err := os.Symlink(source, link); err != nil {
		t.Fatal(err)
	}
	// Distributions split a tool chain into several folders and omit parts of
	// it.
	linked := tree(t, map[string]string{"VERSION": "go1.26", "bin/go": "#!go"})
	for name, target := range map[string]string{"src": source + "/src", "doc": source + "/doc"} {
		if err := os.Symlink(target, filepath.Join(linked, name)); err != nil {
			t.Fatal(err)
		}
	}
	file := tree(t, map[string]string{
		"VERSION": "go1.26", "bin/go": "#!go", "doc": "see the web", "src/fmt/print.go": "package fmt", "src/test/x.go": "package test",
	})
	dangling := tree(t, map[string]string{"VERSION": "go1.26", "bin/go": "#!go", "src/fmt/print.go": "package fmt", "src/test/x.go": "package test"})
	if err := os.Symlink(filepath.Join(dangling, "gone"), filepath.Join(dangling, "doc")); err != nil {
		t.Fatal(err)
	}
	for name, root := range map[string]string{
		"a folder": source, "a link to it": link, "links in it": linked,
		"a file for a folder that is left out": file, "a link to nowhere for one": dangling,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var archive bytes.Buffer
			w := &layerWriter{tar: tar.NewWriter(&archive), folders: map[string]bool{}}
			w.tree(root, "usr/local/go", "test", "doc")
			w.file(filepath.Join(source, "bin/go"), "usr/local/bin/codegen")
			w.folder("usr/local/bin")
			if w.err != nil {
				t.Fatal(w.err)
			}
			want := []entry{
				{Name: "usr/", Mode: 0o755},
				{Name: "usr/local/", Mode: 0o755},
				{Name: "usr/local/go/", Mode: 0o755},
				{Name: "usr/local/go/VERSION", Mode: 0o644, Content: "go1.26"},
				{Name: "usr/local/go/bin/", Mode: 0o755},
				{Name: "usr/local/go/bin/go", Mode: 0o755, Content: "#!go"},
				{Name: "usr/local/go/src/", Mode: 0o755},
				{Name: "usr/local/go/src/fmt/", Mode: 0o755},
				{Name: "usr/local/go/src/fmt/print.go", Mode: 0o644, Content: "package fmt"},
				{Name: "usr/local/go/src/test/", Mode: 0o755},
				{Name: "usr/local/go/src/test/x.go", Mode: 0o644, Content: "package test"},
				{Name: "usr/local/bin/", Mode: 0o755},
				{Name: "usr/local/bin/codegen", Mode: 0o755, Content: "#!go"},
			}
			if diff := cmp.Diff(want, entries(t, &archive)); diff != "" {
				t.Errorf("entries differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLayerWriterKeepsTheFirstError(t *testing.T) {
	t.Parallel()
	w := &layerWriter{tar: tar.NewWriter(io.Discard), folders: map[string]bool{}}
	w.tree("/nowhere/go", "usr/local/go")
	w.file("/nowhere/codegen", "usr/local/bin/codegen")
	if w.err == nil || !strings.HasPrefix(w.err.Error(), "/nowhere/go: ") {
		t.Errorf("got %v", w.err)
	}
}
