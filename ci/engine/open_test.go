package engine

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

// fakeEngine answers every question with its version, and gives its port.
func fakeEngine(t *testing.T, version string) int {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"version": version}})
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().(*net.TCPAddr).Port
}

// Not parallel: the environment is the process's.
func TestConnectToAnEngineOfAnotherVersion(t *testing.T) {
	const set = "engine: session; DAGGER_SESSION_PORT is set"
	for version, test := range map[string]struct{ shown, err string }{
		embedded.Version:     {shown: set},
		"v99.0.0":            {shown: set + "; its version v99.0.0 is newer than " + embedded.Version + ", which this program is made for"},
		"v99.0.0-260101-dev": {shown: set + "; its version v99.0.0-260101-dev is newer than " + embedded.Version + ", which this program is made for"},
		"v0.1.0": {err: "engine: the one of DAGGER_SESSION_PORT: its version v0.1.0 is older than " + embedded.Version +
			", which this program needs; update that engine, or unset the variable"},
	} {
		t.Run(version, func(t *testing.T) {
			port := fakeEngine(t, version)
			t.Setenv("DAGGER_SESSION_PORT", strconv.Itoa(port))
			t.Setenv("DAGGER_SESSION_TOKEN", "token")
			var shown strings.Builder
			display := progress.New(&shown, progress.Options{})
			session, err := Connect(t.Context(), &config.Config{Engine: config.EngineAuto, DaggerSessionPort: uint16(port)}, display, Options{})
			display.Close()
			if (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Fatalf("got %v\nwant %s", err, test.err)
			}
			if got := strings.TrimSpace(shown.String()); got != test.shown {
				t.Errorf("got %s\nwant %s", got, test.shown)
			}
			if err == nil && (session.Kind != KindSession || session.Version != version || session.CLI != "") {
				t.Errorf("got %+v", session)
			}
		})
	}
}
