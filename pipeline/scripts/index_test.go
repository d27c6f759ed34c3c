package scripts_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// An index serves packages to the user robot with the password hunter2.
type index struct {
	files map[string][]byte // by name
	url   string            // with the login
}

func newIndex(t *testing.T, files map[string][]byte) index {
	t.Helper()
	i := index{files: files}
	server := httptest.NewServer(http.HandlerFunc(i.serve))
	t.Cleanup(server.Close)
	i.url = strings.Replace(server.URL, "://", "://robot:hunter2@", 1) + "/simple"
	return i
}

func (i index) environment() []string { return []string{"UV_DEFAULT_INDEX=" + i.url} }

// file is the address of a file, without the login.
func (i index) file(name string) string {
	return strings.Replace(strings.TrimSuffix(i.url, "/simple"), "robot:hunter2@", "", 1) + "/files/" + name
}

func (i index) serve(w http.ResponseWriter, r *http.Request) {
	if user, password, _ := r.BasicAuth(); user != "robot" || password != "hunter2" {
		w.Header().Set("WWW-Authenticate", "Basic realm=packages")
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if name, is := strings.CutPrefix(r.URL.Path, "/files/"); is && i.files[name] != nil {
		_, _ = w.Write(i.files[name])
		return
	}
	project, is := strings.CutPrefix(r.URL.Path, "/simple/")
	if !is {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	_, _ = io.WriteString(w, "<!DOCTYPE html>\n")
	for name, content := range i.files {
		if strings.HasPrefix(name, strings.Trim(project, "/")+"-") {
			fmt.Fprintf(w, "<a href=\"/files/%[1]s#sha256=%[2]s\">%[1]s</a>\n", name, sha(content))
		}
	}
}

func sha(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// wheel is a wheel with a module of the package's name.
func wheel(t *testing.T, name, version string, requires ...string) []byte {
	t.Helper()
	information := fmt.Sprintf("%s-%s.dist-info/", name, version)
	metadata := fmt.Sprintf("Metadata-Version: 2.1\nName: %s\nVersion: %s\n", name, version)
	for _, requirement := range requires {
		metadata += "Requires-Dist: " + requirement + "\n"
	}
	var content bytes.Buffer
	archive := zip.NewWriter(&content)
	var record strings.Builder
	for _, file := range [][2]string{
		{name + ".py", "VERSION = \"" + version + "\"\n"}, {information + "METADATA", metadata},
		{information + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"}, {information + "RECORD", ""},
	} {
		fmt.Fprintf(&record, "%s,,\n", file[0])
		if file[1] == "" {
			file[1] = record.String()
		}
		w, err := archive.Create(file[0])
		if err == nil {
			_, err = io.WriteString(w, file[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return content.Bytes()
}

// source is the archive of a package's source, by the paths of its files.
func source(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var content bytes.Buffer
	compressed := gzip.NewWriter(&content)
	archive := tar.NewWriter(compressed)
	for name, text := range files {
		if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(archive, text); err != nil {
			t.Fatal(err)
		}
	}
	for _, w := range []io.Closer{archive, compressed} {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return content.Bytes()
}
