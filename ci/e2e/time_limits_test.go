//go:build linux

package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// stepTimeout is what the steps of this test have: enough for those that end, on a busy machine too.
const stepTimeout = "1m30s"

// Each app has a step that never ends: a build script, collectstatic, a registry that does not answer. All of them are
// ended, and the result says which step it was and what was running.
func TestStepsThatHang(t *testing.T) {
	t.Parallel()
	index := hangingIndex(t)
	silent := silentServer(t) + "/trivy:0.72.0@sha256:" + strings.Repeat("0", 64)
	r := ci(t, []string{"PIPELINE_STEP_TIMEOUT=" + stepTimeout, "PIPELINE_TRIVY_IMAGE=" + silent},
		calculator(t, "hanging-build",
			write("requirements.txt", "hangs==1.0\n"),
			replace("pyproject.toml", "[tool.python-pipeline]", fmt.Sprintf("[tool.python-pipeline]\ndev-requirements = []\nindex-url = %q", index))),
		copyApp(t, "hanging-static", filepath.Join("testdata", "static"), remove("uwsgi.ini"),
			write("requirements.txt", "asgiref==3.13.0\ndjango==5.2.19\nsqlparse==0.6.1\n"),
			replace("manage.py", "import sys\n", "import sys\nimport time\n\ntime.sleep(3600)\n"),
			replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\ncommand = [\"python\", \"-m\", \"http.server\"]\ntest-command = [\"true\"]")),
		calculator(t, "hanging-scan"),
	)
	if r.code != 1 {
		t.Fatalf("exit status %d; the program said:\n%s", r.code, r.output)
	}
	const after = " did not end within " + stepTimeout + ", the time of step-timeout"
	for name, test := range map[string]struct {
		step, problem string
		output        []string
	}{
		"hanging-build":  {"build", "builder: build hangs 1.0" + after, []string{"time limit: ", "in /package: /build/env/bin/python", "build_wheel"}},
		"hanging-static": {"build", "source: collectstatic" + after, []string{"time limit: ", "in /app: python -c"}},
		"hanging-scan":   {"scan", silent + ": the image was not pulled within " + stepTimeout + ", the time of step-timeout", nil},
	} {
		app := r.app(t, name)
		if failedAt(app) != test.step {
			t.Errorf("%s failed at %q; the program said:\n%s", name, failedAt(app), r.output)
			continue
		}
		failure := app.Failures[0]
		if failure.Problem != test.problem || !strings.Contains(failure.Advice, "PIPELINE_STEP_TIMEOUT") {
			t.Errorf("%s: %s\n%s", name, failure.Problem, failure.Advice)
		}
		for _, text := range test.output {
			if !strings.Contains(r.output, text) {
				t.Errorf("%s: %q is missing in:\n%s", name, text, r.output)
			}
		}
		mustNotBePublished(t, name)
	}
}

// hangingIndex serves an index of one package, whose build ignores signals and never ends.
func hangingIndex(t *testing.T) string {
	t.Helper()
	const file = "hangs-1.0.tar.gz"
	archive := sdist(t, map[string]string{
		"hangs-1.0/PKG-INFO":       "Metadata-Version: 2.2\nName: hangs\nVersion: 1.0\n",
		"hangs-1.0/pyproject.toml": "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]\n\n[project]\nname = \"hangs\"\nversion = \"1.0\"\n",
		"hangs-1.0/backend.py": "import signal\nimport time\n\n\ndef build_wheel(*arguments):\n" +
			"    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):\n        signal.signal(number, signal.SIG_IGN)\n    time.sleep(3600)\n",
	})
	mux := http.NewServeMux()
	mux.HandleFunc("GET /simple/hangs/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!DOCTYPE html><html><body><a href="/%[1]s">%[1]s</a></body></html>`, file)
	})
	mux.HandleFunc("GET /"+file, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(archive) })
	server := httptest.NewUnstartedServer(mux)
	server.Listener.Close()
	var err error
	if server.Listener, err = net.Listen("tcp4", "0.0.0.0:0"); err != nil {
		t.Fatal(err)
	}
	server.Start()
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + net.JoinHostPort(bridgeAddress(t), port) + "/simple"
}

// sdist is a source distribution of some files.
func sdist(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var archive bytes.Buffer
	compressed := gzip.NewWriter(&archive)
	written := tar.NewWriter(compressed)
	for name, content := range files {
		if err := written.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(content))}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(written, content); err != nil {
			t.Fatal(err)
		}
	}
	for _, writer := range []io.Closer{written, compressed} {
		if err := writer.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return archive.Bytes()
}

// silentServer takes connections and never answers.
func silentServer(t *testing.T) string {
	t.Helper()
	ended := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-ended:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() {
		close(ended)
		server.Close()
	})
	return strings.TrimPrefix(server.URL, "http://")
}
