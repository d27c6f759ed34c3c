package module

import (
	"net"
	"strings"
	"testing"
	"time"

	"dagger.io/dagger"
)

// An engine that takes a request and never answers does not hold a run for ever.
func TestServeEnds(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	_, port, err := net.SplitHostPort(silent.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("DAGGER_SESSION_PORT", port)
	t.Setenv("DAGGER_SESSION_TOKEN", "token")
	client, err := dagger.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	_, err = Serve(t.Context(), client, "/repository", nil, time.Second)
	const want = "module /repository: the engine did not load it within 1s, the time of PIPELINE_STEP_TIMEOUT; "
	if err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v", err)
	}
}
