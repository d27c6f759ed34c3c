package image

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	ggcr "github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"

	"python-pipeline/ci/registry"
)

// serve starts a registry in memory that has one image, and returns the image's
// reference, with its digest. With a password the registry requires the login.
func serve(t *testing.T, username, password string) string {
	t.Helper()
	handler := ggcr.New(ggcr.Logger(log.New(io.Discard, "", 0)))
	locked := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, secret, _ := r.BasicAuth(); locked && (user != username || secret != password) {
			w.Header().Set("WWW-Authenticate", `Basic realm="registry"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)

	image, err := random.Image(1000, 3)
	if err != nil {
		t.Fatal(err)
	}
	digest, err := image.Digest()
	if err != nil {
		t.Fatal(err)
	}
	reference := strings.TrimPrefix(server.URL, "http://") + "/acme/shop"
	tag, err := name.ParseReference(reference + ":latest")
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(tag, image); err != nil {
		t.Fatal(err)
	}
	locked = password != ""
	return reference + ":latest@" + digest.String()
}

func TestCheckPublished(t *testing.T) {
	t.Parallel()
	published := serve(t, "robot", "hunter2")
	tag, digest, _ := strings.Cut(published, "@")
	for reference, want := range map[string]string{
		published: "",
		strings.Replace(published, ":latest@", ":other@", 1):   "404",
		tag + "@sha256:" + strings.Repeat("0", 64):             tag + ": its digest is " + digest + " now",
		"127.0.0.1:1/acme/shop:latest@" + digest:               "refused",
		strings.Replace(published, "/shop:latest", "/shop", 1): "tag must be",
	} {
		err := CheckPublished(t.Context(), reference, "robot", "hunter2")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", reference, err, want)
		}
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	reference := serve(t, "robot", "hunter2")
	repository, _, _ := strings.Cut(reference, ":latest")
	for name, c := range map[string]struct {
		repository, password string
		want                 []string
		err                  string
	}{
		"exists":       {repository, "hunter2", []string{"latest"}, ""},
		"missing":      {strings.Replace(repository, "acme", "other", 1), "hunter2", nil, ""},
		"wrong login":  {repository, "hunter3", nil, "401"},
		"no reference": {"Acme", "hunter2", nil, "Acme"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Tags(t.Context(), c.repository, "robot", c.password)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("tags differ (-want +got):\n%s", diff)
			}
			if (err != nil) != (c.err != "") || err != nil && (!strings.Contains(err.Error(), c.err) || strings.Contains(err.Error(), "hunter")) {
				t.Errorf("got %v, want %q", err, c.err)
			}
		})
	}
}

// Each limit ends a request: for an answer that does not begin, one that does not
// end, one that is too long, and a list without an end.
func TestLimitsOfARegistry(t *testing.T) {
	t.Parallel()
	limits := registry.Limits{Time: 300 * time.Millisecond, Answer: time.Minute, Bytes: 1024}
	answer := limits
	answer.Time, answer.Answer = time.Minute, 20*time.Millisecond
	const late = "did not answer in full within 300ms"
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		limits  registry.Limits
		want    string
	}{
		"no answer":            {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, limits, late},
		"no answer in time":    {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, answer, "timeout awaiting response headers"},
		"an answer, cut short": {func(w http.ResponseWriter, r *http.Request) { w.(http.Flusher).Flush(); <-r.Context().Done() }, limits, late},
		"a long answer": {func(w http.ResponseWriter, r *http.Request) { w.Write([]byte(strings.Repeat(" ", 2000))) }, limits,
			"the registry's answer has more than 1024 bytes"},
		"a page of a web server": {func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("<html>")) }, limits, "invalid character '<'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/v2/" {
					c.handler(w, r)
				}
			}))
			t.Cleanup(server.Close)
			repository := strings.TrimPrefix(server.URL, "http://") + "/acme/shop"
			if found, err := tags(t.Context(), repository, "robot", "hunter2", c.limits); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("tags: %v, %v; want %q", found, err, c.want)
			}
		})
	}
}
