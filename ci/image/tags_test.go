package image

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/registry"
)

func TestTags(t *testing.T) {
	t.Parallel()
	reference, _ := serve(t, "robot", "hunter2")
	repository, _, _ := strings.Cut(reference, ":latest")
	for name, c := range map[string]struct {
		repository, password string
		want                 []string
		fails                string
	}{
		"there":        {repository, "hunter2", []string{"latest"}, ""},
		"not there":    {strings.Replace(repository, "acme", "other", 1), "hunter2", nil, ""},
		"wrong login":  {repository, "hunter3", nil, "401"},
		"no reference": {"Acme", "hunter2", nil, "Acme"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Tags(t.Context(), c.repository, "robot", c.password)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("tags differ (-want +got):\n%s", diff)
			}
			if (err != nil) != (c.fails != "") || err != nil && (!strings.Contains(err.Error(), c.fails) || strings.Contains(err.Error(), "hunter")) {
				t.Errorf("got %v, want %q", err, c.fails)
			}
		})
	}
}

// What a registry does not do ends by a limit: an answer that does not come, one
// that does not end, one that is too long, and a list without an end.
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
			reference := repository + "@sha256:" + strings.Repeat("1", 64)
			if facts, err := inspect(t.Context(), reference, "robot", "hunter2", c.limits); err == nil || !strings.Contains(err.Error(), c.want) && c.want[0] != 'i' {
				t.Errorf("facts: %+v, %v; want %q", facts, err, c.want)
			}
		})
	}
}
