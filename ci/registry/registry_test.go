package registry

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// An answer of just the length that is allowed is read to its end.
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
