package registry

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// An answer whose length is the limit is read to its end.
func TestBounded(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "12345678") }))
	t.Cleanup(server.Close)
	for limit, want := range map[int64]string{7: "the registry's answer has more than 7 bytes", 8: "", 9: ""} {
		client := &http.Client{Transport: bounded{http.DefaultTransport, limit}}
		response, err := client.Get(server.URL)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(response.Body)
		response.Body.Close()
		if want == "" && (err != nil || string(content) != "12345678") || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("at most %d: %q, %v; want %q", limit, content, err, want)
		}
	}
}

func TestParsePublished(t *testing.T) {
	t.Parallel()
	digest := "@sha256:" + strings.Repeat("0", 64)
	for reference, want := range map[string]string{
		"ghcr.io/acme/shop:1.2" + digest:         "1.2",
		"registry.local:5000/shop:main" + digest: "main",
		"registry.local:5000/shop" + digest:      "",
		"ghcr.io/acme/shop:1.2":                  "",
		"ghcr.io/acme/shop:1.2@sha256:12":        "",
		"ghcr.io@evil.example/shop:1" + digest:   "",
		"ghcr.io/acme\nshop:1.2" + digest:        "",
	} {
		tag, got, err := ParsePublished(reference)
		switch {
		case want == "":
			if err == nil {
				t.Errorf("%s: read as %s and %s; want an error", reference, tag, got)
			}
		case err != nil || tag.TagStr() != want || "@"+got.DigestStr() != digest:
			t.Errorf("%s: got %s and %s, %v", reference, tag, got, err)
		}
	}
}
