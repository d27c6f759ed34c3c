package scripts_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"dagger/python-pipeline/scripts"
)

func TestFetchArchive(t *testing.T) {
	t.Parallel()
	content := []byte("the archive")
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("the login went to another host")
		}
		_, _ = w.Write(content)
	}))
	t.Cleanup(elsewhere.Close)
	index := newIndex(t, map[string][]byte{"core-1.0.tar.gz": content})
	redirecting := httptest.NewServer(http.RedirectHandler(elsewhere.URL, http.StatusFound))
	t.Cleanup(redirecting.Close)
	withLogin := strings.Replace(redirecting.URL, "://", "://robot:hunter2@", 1)
	good := "sha256:" + sha(content)
	for name, test := range map[string]struct {
		environment []string
		url, hash   string
		failure     string
	}{
		"of the index, with its login":  {index.environment(), index.file("core-1.0.tar.gz"), good, ""},
		"of a further index":            {[]string{"UV_INDEX=http://127.0.0.1:9 " + index.url}, index.file("core-1.0.tar.gz"), good, ""},
		"elsewhere":                     {index.environment(), elsewhere.URL + "/core.tar.gz", good, ""},
		"where the index redirects":     {[]string{"UV_DEFAULT_INDEX=" + withLogin}, redirecting.URL + "/core.tar.gz", good, ""},
		"without the login":             {nil, index.file("core-1.0.tar.gz"), good, "HTTP error 401"},
		"another file than the locked":  {index.environment(), index.file("core-1.0.tar.gz"), "sha256:00", "hash mismatch"},
		"a file that the index has not": {index.environment(), index.file("other.tar.gz"), good, "HTTP error 404"},
		"a host that does not answer":   {nil, "http://127.0.0.1:9/core.tar.gz", good, "Failed to fetch http://127.0.0.1:9/core.tar.gz: [Errno 111] Connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := newPackagingRun(t)
			_, failure := run.run(t, test.environment, scripts.FetchArchive, test.url, test.hash, "/archive/core.tar.gz")
			if !strings.Contains(failure, test.failure) || (failure == "") != (test.failure == "") {
				t.Fatalf("it failed with %q, and not %q", failure, test.failure)
			}
			if strings.Contains(failure, "hunter2") || strings.Contains(failure, "Traceback") {
				t.Errorf("it said %s", failure)
			}
			if test.failure == "" && run.read(t, "archive/core.tar.gz") != string(content) {
				t.Error("it wrote another file")
			}
		})
	}
}
