package image

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/registry"
	"github.com/google/go-containerregistry/pkg/v1/remote"
)

// serve starts a registry in memory that has one image, and gives its
// reference by digest and its facts. With a password nobody else may read it.
func serve(t *testing.T, username, password string) (string, Facts) {
	t.Helper()
	handler := registry.New(registry.Logger(log.New(io.Discard, "", 0)))
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

	image := threeLayers(t)
	want, digest := facts(t, image)
	reference := strings.TrimPrefix(server.URL, "http://") + "/acme/shop"
	tag, err := name.ParseReference(reference + ":latest")
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(tag, image); err != nil {
		t.Fatal(err)
	}
	locked = password != ""
	return reference + ":latest@" + digest, want
}

func TestInspect(t *testing.T) {
	t.Parallel()
	for name, login := range map[string]struct{ username, password string }{
		"open to everybody": {},
		"with a login":      {"robot", "hunter2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reference, want := serve(t, login.username, login.password)
			got, err := Inspect(t.Context(), reference, login.username, login.password)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("facts differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInspectRefuses(t *testing.T) {
	t.Parallel()
	open, _ := serve(t, "", "")
	repository, _, _ := strings.Cut(open, ":latest")
	locked, _ := serve(t, "robot", "hunter2")
	for name, test := range map[string]struct{ reference, username, password, want string }{
		"wrong password":    {locked, "robot", "hunter3", "401"},
		"no login":          {locked, "", "", "401"},
		"no such image":     {repository + "@sha256:" + strings.Repeat("0", 64), "", "", "MANIFEST_UNKNOWN"},
		"not a reference":   {"Acme/Shop:1:2", "", "", "could not parse reference"},
		"no such namespace": {strings.Replace(open, "acme", "other", 1), "", "", "NAME_UNKNOWN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Inspect(t.Context(), test.reference, test.username, test.password)
			if err == nil {
				t.Fatalf("no error, but %+v", got)
			}
			if !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.reference) {
				t.Errorf("got %v; it must name the reference and say %s", err, test.want)
			}
			if strings.Contains(err.Error(), "hunter") {
				t.Errorf("got %v; it shows the password", err)
			}
		})
	}
}
