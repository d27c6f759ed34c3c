//go:build linux

package e2e

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// A failing unit test stops the app, and nothing of it is published.
func TestFailingTestPublishesNothing(t *testing.T) {
	t.Parallel()
	app := calculator(t, "failing", write("tests/test_wrong.py", "def test_wrong():\n    assert 6 * 7 == 54\n"))
	r := ci(t, nil, app).mustFail(t, "1 of", "tests.test_wrong.test_wrong", "assert (6 * 7) == 54")
	result := r.app(t, "failing")
	if failedAt(result) != "test" || result.Tests.Failed != 1 || result.Digest != "" {
		t.Errorf("summary: %+v", result)
	}
	// A red run has its reports all the same.
	junit, err := os.ReadFile(filepath.Join(r.dist, named("failing"), "junit.xml"))
	if err != nil || !strings.Contains(string(junit), "test_wrong") {
		t.Errorf("junit.xml: %v\n%s", err, junit)
	}
	mustNotBePublished(t, "failing")

	// There is no way round the gate, for those who call the module either.
	address := "--address=" + engineStatus(t)["registry"] + "/" + named("failing")
	out := filepath.Join(t.TempDir(), "report")
	callDagger(t, slices.Concat(constructor(t, app, named("failing")), []string{"all", "--day=" + os.Getenv("PIPELINE_DAY"), "--only=publish", address}, loginArguments(t), []string{"files", "export", "--path=" + out})...)
	mustNotBePublished(t, "failing")

	// A failure is never served from the cache as a result, nor kept when the
	// code is mended.
	ci(t, nil, app).mustFail(t, "tests.test_wrong.test_wrong")
	if err := os.Remove(filepath.Join(app, "tests", "test_wrong.py")); err != nil {
		t.Fatal(err)
	}
	ci(t, nil, app).mustPass(t)
}

// Tests pass, but the image does not do its work: smoke is a gate.
func TestImageThatDoesNotWorkIsNotPublished(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(string) error
		says   []string
	}{
		"wrong-answer": {replace("pyproject.toml", `output = "0.5"`, `output = "0.7"`), []string{"smoke", "does not hold '0.7'"}},
		"lacks-a-file": {replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\nexclude = [\"tests\", \"calculator\"]"),
			[]string{"smoke", "ModuleNotFoundError: No module named 'calculator'"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ci(t, nil, calculator(t, name, c.change)).mustFail(t, c.says...)
			if result := r.app(t, name); result.Tests.Passed == 0 || failedAt(result) != "smoke" {
				t.Errorf("summary: %+v", result)
			}
			if strings.Contains(r.output, "✓ "+named(name)+": smoke") {
				t.Errorf("a failed step passes for a good one:\n%s", r.output)
			}
			mustNotBePublished(t, name)
		})
	}
}

// What cannot be built says so with its subject first, and leaves nothing.
func TestBadInput(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change    func(string) error
		variables []string
		says      []string
	}{
		"no-requirements": {change: remove("requirements.txt", "requirements-dev.txt", "requirements.in", "requirements-dev.in"),
			says: []string{": plan: nothing to install from", "requirements.txt"}},
		"unknown-key": {change: replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\ncomand = \"python app.py\""),
			says: []string{`unknown key "comand"`, `did you mean "command"`}},
		"broken-hash": {change: replace("requirements.txt", "--hash=sha256:", "--hash=sha256:0000"),
			says: []string{"hash mismatch for `lark==1.3.1`: the index has no file"}},
		"other-content": {change: replaceHashes("requirements.txt"),
			says: []string{"ash mismatch for `lark", "lock again"}},
		"other-version-tested": {change: appendTo("requirements-dev.txt", "lark==1.3.0 --hash=sha256:80661f261fb2584a9828a097a2432efd575af27d20be0fd35d17f0fe37253831\n"),
			says: []string{"lark: 1.3.1 ships, 1.3.0 would be tested", "the same versions"}},
		"unreachable-index": {variables: []string{"PIP_INDEX_URL=https://someone:hunter2@127.0.0.1:9/simple"},
			says: []string{"the address does not answer", "PIP_INDEX_URL"}},
		"refused-connection": {variables: []string{"PIPELINE_REGISTRY=127.0.0.1:9/shop"},
			says: []string{"publish", "connection refused", "the registry does not take the image"}},
		"unknown-variable": {variables: []string{"PIPELINE_REGISTRI=ghcr.io/acme"},
			says: []string{"PIPELINE_REGISTRI", "PIPELINE_REGISTRY"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			change := c.change
			if change == nil {
				change = write("marker.txt", name)
			}
			r := ci(t, c.variables, calculator(t, name, change)).mustFail(t, c.says...)
			if strings.Contains(r.output, "hunter2") || holds(t, r.dist, "hunter2") {
				t.Error("a password is in the output or in dist")
			}
			if strings.Contains(r.output, "goroutine ") {
				t.Errorf("a stack trace is no explanation:\n%s", r.output)
			}
			for _, app := range r.summary.Apps {
				if len(app.References) > 0 || app.Digest != "" || len(app.Pushed) > 0 {
					t.Errorf("summary: %+v", app)
				}
			}
			mustNotBePublished(t, name)
		})
	}
}

// replaceHashes makes every hash of a file a well-formed wrong one.
func replaceHashes(name string) func(string) error {
	return func(folder string) error {
		path := filepath.Join(folder, name)
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lines := strings.SplitAfter(string(content), "\n")
		for i, line := range lines {
			if before, after, found := strings.Cut(line, "sha256:"); found {
				lines[i] = before + "sha256:" + strings.Repeat("0", 8) + after[8:]
			}
		}
		return os.WriteFile(path, []byte(strings.Join(lines, "")), 0o644)
	}
}

// holds says whether any file below a folder has a text.
func holds(t *testing.T, folder, text string) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		found = found || strings.Contains(string(content), text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A registry that wants a login gets it, and nothing gets there without.
func TestLoginAtARegistry(t *testing.T) {
	t.Parallel()
	const user, password = "robot", "hunter2-of-the-registry"
	handler := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if given, secret, ok := r.BasicAuth(); !ok || given != user || secret != password {
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			http.Error(w, `{"errors":[{"code":"UNAUTHORIZED"}]}`, http.StatusUnauthorized)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	place := "PIPELINE_REGISTRY=" + strings.TrimPrefix(server.URL, "http://") + "/shop"
	app := calculator(t, "login")

	r := ci(t, []string{place, "PIPELINE_REGISTRY_USERNAME=" + user, "PIPELINE_REGISTRY_PASSWORD=wrong"}, app)
	r.mustFail(t, ": publish", "the registry does not take the image")
	mustNotBeAt(t, strings.TrimPrefix(server.URL, "http://"), "shop/"+named("login"), remote.WithAuth(&authn.Basic{Username: user, Password: password}))
	r = ci(t, []string{place, "PIPELINE_REGISTRY_USERNAME=" + user, "PIPELINE_REGISTRY_PASSWORD=" + password, "PIPELINE_TAGS=v1,latest"}, app)
	r.mustPass(t)
	if strings.Contains(r.output, password) || holds(t, r.dist, password) {
		t.Error("the password is in the output or in dist")
	}
	for _, tag := range []string{"v1", "latest"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodHead, server.URL+"/v2/shop/"+named("login")+"/manifests/"+tag, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.SetBasicAuth(user, password)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if digest := response.Header.Get("Docker-Content-Digest"); digest != r.app(t, "login").Digest {
			t.Errorf("tag %s is %q, not %s", tag, digest, r.app(t, "login").Digest)
		}
	}
}
