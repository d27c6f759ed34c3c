//go:build linux

package e2e

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"maps"
	"net"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A packageIndex is an index of Python packages that asks for a password. It
// keeps what is sent to /found, which it takes from everybody.
type packageIndex struct {
	address, user, password string

	mu    sync.Mutex
	files map[string][]byte // by name
	found []string
}

// newPackageIndex serves an empty index to the engine's containers.
func newPackageIndex(t *testing.T) *packageIndex {
	t.Helper()
	// Containers reach this machine by its address in their network.
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	index := &packageIndex{
		address: net.JoinHostPort(bridgeAddress(t), port), user: "robot", password: rand.Text(), files: map[string][]byte{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /simple/{project}/", index.guarded(index.project))
	mux.HandleFunc("GET /files/{file}", index.guarded(index.file))
	mux.HandleFunc("POST /found", index.takeFound)
	server := &http.Server{Handler: mux}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	return index
}

// url is the index's address with its credentials.
func (i *packageIndex) url() string {
	return "http://" + i.user + ":" + i.password + "@" + i.address + "/simple"
}

func (i *packageIndex) guarded(serve http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if user, password, _ := r.BasicAuth(); user != i.user || password != i.password {
			w.Header().Set("WWW-Authenticate", "Basic realm=packages")
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		i.mu.Lock()
		defer i.mu.Unlock()
		serve(w, r)
	}
}

func (i *packageIndex) project(w http.ResponseWriter, r *http.Request) {
	var links strings.Builder
	for _, name := range slices.Sorted(maps.Keys(i.files)) {
		if strings.HasPrefix(name, r.PathValue("project")+"-") {
			fmt.Fprintf(&links, "<a href=\"/files/%s#%s\">%[1]s</a>\n", html.EscapeString(name), strings.Replace(digestOf(i.files[name]), ":", "=", 1))
		}
	}
	if links.Len() == 0 {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html")
	io.WriteString(w, "<!DOCTYPE html>\n"+links.String())
}

func (i *packageIndex) file(w http.ResponseWriter, r *http.Request) {
	content, ok := i.files[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Write(content)
}

func (i *packageIndex) takeFound(_ http.ResponseWriter, r *http.Request) {
	content, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	i.mu.Lock()
	defer i.mu.Unlock()
	i.found = append(i.found, string(content))
}

// addWheel adds a package of the given files and gives its line of a
// requirements file, with its hash.
func (i *packageIndex) addWheel(t *testing.T, name, version string, files map[string]string, requires ...string) string {
	t.Helper()
	information := fmt.Sprintf("%s-%s.dist-info", name, version)
	files = maps.Clone(files)
	if files == nil {
		files = map[string]string{}
	}
	files[path.Join(information, "METADATA")] = metadata(name, version, requires...)
	files[path.Join(information, "WHEEL")] = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
	var record strings.Builder
	var content bytes.Buffer
	archive := zip.NewWriter(&content)
	add := func(file, text string) {
		t.Helper()
		w, err := archive.Create(file)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&record, "%s,,\n", file)
	}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		add(file, files[file])
	}
	recordFile := path.Join(information, "RECORD")
	add(recordFile, record.String()+recordFile+",,\n")
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return i.add(name, version, fmt.Sprintf("%s-%s-py3-none-any.whl", name, version), content.Bytes())
}

// addSource adds a source distribution and gives its line of a requirements
// file, with its hash.
func (i *packageIndex) addSource(t *testing.T, name, version string, files map[string]string) string {
	t.Helper()
	folder := name + "-" + version
	files = maps.Clone(files)
	files["PKG-INFO"] = metadata(name, version)
	var content bytes.Buffer
	compressed := gzip.NewWriter(&content)
	archive := tar.NewWriter(compressed)
	for _, file := range slices.Sorted(maps.Keys(files)) {
		text := files[file]
		if err := archive.WriteHeader(&tar.Header{Name: path.Join(folder, file), Mode: 0o644, Size: int64(len(text))}); err != nil {
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
	return i.add(name, version, folder+".tar.gz", content.Bytes())
}

func (i *packageIndex) add(name, version, file string, content []byte) string {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.files[file] = content
	return fmt.Sprintf("%s==%s --hash=%s\n", name, version, digestOf(content))
}

func metadata(name, version string, requires ...string) string {
	text := fmt.Sprintf("Metadata-Version: 2.2\nName: %s\nVersion: %s\n", name, version)
	for _, requirement := range requires {
		text += "Requires-Dist: " + requirement + "\n"
	}
	return text
}

func digestOf(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256:" + hex.EncodeToString(sum[:])
}
