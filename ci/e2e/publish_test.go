//go:build linux

package e2e

import (
	"fmt"
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/authn"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"python-pipeline/ci/summary"
)

// The login of a test's own registry.
const (
	robot         = "robot"
	robotPassword = "hunter2-of-the-registry"
)

// An ownRegistry is a registry in memory that wants a login for everything.
type ownRegistry struct{ host string }

// serveRegistry starts one. The fault, if any, looks at each request first and
// says whether it has answered.
func serveRegistry(t *testing.T, fault func(http.ResponseWriter, *http.Request) bool) ownRegistry {
	t.Helper()
	handler := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		known := user == robot && password == robotPassword
		switch {
		case r.Header.Get("User-Agent") != testAgent && fault != nil && fault(w, r):
		case !known:
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			w.WriteHeader(http.StatusUnauthorized)
		default:
			handler.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return ownRegistry{strings.TrimPrefix(server.URL, "http://")}
}

// testAgent marks the tests' own requests, which see no faults.
const testAgent = "e2e"

// agent is a transport that marks requests so.
type agent struct{}

func (agent) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", testAgent)
	return http.DefaultTransport.RoundTrip(r)
}

func (o ownRegistry) options() []remote.Option {
	return []remote.Option{remote.WithAuth(&authn.Basic{Username: robot, Password: robotPassword}), remote.WithTransport(agent{})}
}

// environment makes the program publish there.
func (o ownRegistry) environment(variables ...string) []string {
	return append([]string{
		"PIPELINE_REGISTRY=" + o.host + "/acme", "PIPELINE_REGISTRY_USERNAME=" + robot, "PIPELINE_REGISTRY_PASSWORD=" + robotPassword,
	}, variables...)
}

// repository is that of a test's app.
func (o ownRegistry) repository(t *testing.T, app string) name.Repository {
	t.Helper()
	repository, err := name.NewRepository(o.host + "/acme/" + named(app))
	if err != nil {
		t.Fatal(err)
	}
	return repository
}

// tags are the tags of an app's repository with their digests.
func (o ownRegistry) tags(t *testing.T, app string) map[string]string {
	t.Helper()
	found := map[string]string{}
	repository := o.repository(t, app)
	tags, err := remote.List(repository, o.options()...)
	if err != nil && !strings.Contains(err.Error(), "NAME_UNKNOWN") {
		t.Fatal(err)
	}
	for _, tag := range tags {
		if strings.HasPrefix(tag, "sha256:") {
			continue // this registry lists what has no tag, too
		}
		there, err := remote.Head(repository.Tag(tag), o.options()...)
		if err != nil {
			t.Fatal(err)
		}
		found[tag] = there.Digest.String()
	}
	return found
}

// image is the image of a tag.
func (o ownRegistry) image(t *testing.T, app, tag string) v1.Image {
	t.Helper()
	image, err := remote.Image(o.repository(t, app).Tag(tag), o.options()...)
	if err != nil {
		t.Fatal(err)
	}
	return image
}

// keepsSecret looks for the registry's password in all that a run left.
func (r result) keepsSecret(t *testing.T, password string) {
	t.Helper()
	if strings.Contains(r.output, password) || holds(t, r.dist, password) {
		t.Error("the password is in the output or in dist")
	}
}

// cut ends a connection in the middle of a request.
func cut(w http.ResponseWriter, r *http.Request) {
	io.CopyN(io.Discard, r.Body, 100)
	if connection, _, err := w.(http.Hijacker).Hijack(); err == nil {
		connection.Close()
	}
}

// Registries that do not work. One app is built once for all of them.
func TestPublishToABadRegistry(t *testing.T) {
	t.Parallel()
	app := calculator(t, "bad-registry")
	ci(t, nil, "build", app).mustPass(t)
	// What a registry does with a request of a kind, if not its work.
	always := func(kind func(*http.Request) bool, answer http.HandlerFunc) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if !kind(r) {
				return false
			}
			answer(w, r)
			return true
		}
	}
	everything := func(*http.Request) bool { return true }
	manifest := func(tag string) func(*http.Request) bool {
		return func(r *http.Request) bool {
			return r.Method == http.MethodPut && strings.HasSuffix(r.URL.Path, "/manifests/"+tag)
		}
	}
	upload := func(r *http.Request) bool {
		return (r.Method == http.MethodPut || r.Method == http.MethodPatch) && strings.Contains(r.URL.Path, "/blobs/uploads/")
	}
	page := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html>Please log in.</html>")
	}
	var uploads, refusals atomic.Int64
	for title, c := range map[string]struct {
		fault  func(http.ResponseWriter, *http.Request) bool
		set    []string
		says   []string
		fails  bool
		tags   []string // that are there afterwards
		pushed []string // a part of each reference that a failed run says to be there
	}{
		"it never answers": {
			fault: always(everything, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }),
			set:   []string{"PIPELINE_PUBLISH_TIMEOUT=5s"}, fails: true,
			says: []string{": the registry did not take the image within 5s; not pushed: 1.2.3, 1.2, latest", "PIPELINE_PUBLISH_TIMEOUT"},
		},
		"a tag always fails": {
			fault: always(manifest("1.2"), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInsufficientStorage) }),
			fails: true,
			says:  []string{":1.2: the registry answered 507 Insufficient Storage to PUT http://", "(3 attempts); pushed: 1.2.3; not pushed: 1.2, latest"},
			tags:  []string{"1.2.3"}, pushed: []string{":1.2.3@sha256:"},
		},
		"the first tag is denied": {
			fault: always(manifest("1.2.3"), func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }),
			fails: true,
			says:  []string{":1.2.3: the registry answered 403 Forbidden to PUT http://", ", without a tag; not pushed: 1.2.3, 1.2, latest"},
			tags:  nil, pushed: []string{"@sha256:"},
		},
		// Of this answer the engine gives up after six requests.
		"it recovers": {
			fault: func(w http.ResponseWriter, r *http.Request) bool {
				switch {
				case upload(r) && uploads.Add(1) == 1:
					cut(w, r)
				case manifest("latest")(r) && refusals.Add(1) <= 8:
					w.WriteHeader(http.StatusTooManyRequests)
				default:
					return false
				}
				return true
			},
			tags: []string{"1.2", "1.2.3", "latest"},
		},
		"it breaks every upload": {
			fault: always(upload, cut), fails: true,
			says: []string{"(3 attempts); not pushed: 1.2.3, 1.2, latest", "run again when the registry works"},
		},
		"a web page answers everything": {
			fault: always(everything, page), set: []string{"PIPELINE_TAGS=stable,latest"}, fails: true,
			says: []string{":stable: the server there is not a registry", "a proxy or a login page", "not pushed: stable, latest"},
		},
		// The size in the table is the module's: nothing is read from the registry for it.
		"a web page answers those who read": {
			fault: always(func(r *http.Request) bool {
				return r.Method == http.MethodGet && strings.Contains(r.URL.Path, "/manifests/")
			}, page),
			says: []string{" MB  "}, tags: []string{"1.2", "1.2.3", "latest"},
		},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			own := serveRegistry(t, c.fault)
			began := time.Now()
			r := ci(t, own.environment(append([]string{"PIPELINE_TAGS=1.2.3,1.2,latest"}, c.set...)...), app)
			t.Logf("it took %s", time.Since(began).Round(time.Second))
			if c.fails {
				r.mustFail(t, own.host)
			} else {
				r.mustPass(t)
			}
			for _, text := range c.says {
				if !strings.Contains(r.output, text) {
					t.Errorf("%q is missing in:\n%s", text, r.output)
				}
			}
			r.keepsSecret(t, robotPassword)
			there := own.tags(t, "bad-registry")
			if diff := cmp.Diff(c.tags, slices.Sorted(maps.Keys(there))); diff != "" {
				t.Errorf("tags differ (-want +got):\n%s", diff)
			}
			result := r.app(t, "bad-registry")
			if c.fails {
				checkPushed(t, own, result, c.pushed)
				return
			}
			for tag, digest := range there {
				if digest != result.Digest || !slices.Contains(publishedTags(result), tag) || len(result.Pushed) > 0 {
					t.Errorf("%s is %s; summary: %+v", tag, digest, result)
				}
			}
		})
	}
}

// publishedTags returns the tags of an app's published image.
func publishedTags(app summary.App) []string {
	var tags []string
	for _, reference := range app.References {
		tagged, _, _ := strings.Cut(reference, "@")
		if tag, err := name.NewTag(tagged); err == nil {
			tags = append(tags, tag.TagStr())
		}
	}
	return tags
}

// checkPushed looks for what a failed run says that it left at the registry. No
// next step may take it for the app's image.
func checkPushed(t *testing.T, own ownRegistry, app summary.App, want []string) {
	t.Helper()
	if len(app.References) > 0 || app.Digest != "" || failedAt(app) != "publish" || len(app.Pushed) != len(want) {
		t.Fatalf("summary: %+v; want pushed: %q", app, want)
	}
	for i, pushed := range app.Pushed {
		reference, err := name.ParseReference(pushed)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := remote.Head(reference, own.options()...); err != nil || !strings.Contains(pushed, want[i]) {
			t.Errorf("%s: %v; want one with %s", pushed, err, want[i])
		}
	}
}

// A version stays the image that it is, and moving tags do not go back.
func TestVersionsStay(t *testing.T) {
	t.Parallel()
	const app = "versions"
	own := serveRegistry(t, nil)
	folder := calculator(t, app)
	run := func(variables ...string) result {
		t.Helper()
		r := ci(t, own.environment(variables...), folder)
		r.keepsSecret(t, robotPassword)
		return r
	}
	// A job that runs again has the same image.
	first := run("PIPELINE_TAGS=1.1.5,latest").mustPass(t).app(t, app)
	if again := run("PIPELINE_TAGS=1.1.5,latest").mustPass(t).app(t, app); again.Digest != first.Digest {
		t.Errorf("digests differ: %s, %s", first.Digest, again.Digest)
	}
	// On another engine its layers have other times, and nothing else differs.
	elsewhere, err := mutate.CreatedAt(own.image(t, app, "1.1.5"), v1.Time{Time: time.Unix(1700000000, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for _, tag := range []string{"1.1.5", "1.2.0"} {
		if err := remote.Write(own.repository(t, app).Tag(tag), elsewhere, own.options()...); err != nil {
			t.Fatal(err)
		}
	}
	digest, err := elsewhere.Digest()
	if err != nil {
		t.Fatal(err)
	}
	// The job of the tag v1.1.5, again, after 1.2.0 was released.
	outputs := filepath.Join(t.TempDir(), "outputs")
	if err := os.WriteFile(outputs, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := run("GITHUB_ACTIONS=true", "GITHUB_REF=refs/tags/v1.1.5", "GITHUB_OUTPUT="+outputs).mustPass(t)
	for _, text := range []string{"tag latest: not moved to 1.1.5: the registry has 1.2.0", ":1.1.5: the registry has this image already"} {
		if !strings.Contains(r.output, text) {
			t.Errorf("%q is missing in:\n%s", text, r.output)
		}
	}
	if released := r.app(t, app); released.Digest != digest.String() || !slices.Equal(publishedTags(released), []string{"1.1.5", "1.1"}) {
		t.Errorf("summary: %+v; want %s", released, digest)
	}
	if got := readFile(t, outputs); !strings.Contains(got, fmt.Sprintf(`"digest":%q`, digest)) || !strings.Contains(got, `"tags":["1.1.5","1.1"]`) {
		t.Errorf("outputs:\n%s", got)
	}
	before := own.tags(t, app)
	if before["latest"] != first.Digest || before["1.1.5"] != digest.String() {
		t.Errorf("tags moved: %v", before)
	}

	if err := replace("app.py", "def main(", "# An edit.\ndef main(")(folder); err != nil {
		t.Fatal(err)
	}
	run("PIPELINE_TAGS=latest,1.1.5").mustFail(t, own.host, ":1.1.5: the registry has another image of this version, "+digest.String(), "PIPELINE_OVERWRITE=1")
	if diff := cmp.Diff(before, own.tags(t, app)); diff != "" {
		t.Errorf("tags moved (-before +after):\n%s", diff)
	}
	over := run("PIPELINE_TAGS=latest,1.1.5", "PIPELINE_OVERWRITE=1").mustPass(t).app(t, app)
	if after := own.tags(t, app); after["1.1.5"] != over.Digest || after["latest"] != over.Digest || over.Digest == digest.String() {
		t.Errorf("tags: %v; want %s", after, over.Digest)
	}
}
