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

// fakeEngine serves an API that answers every query with the version, and
// returns its port.
func fakeEngine(t *testing.T, version string) int {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]any{"data": map[string]any{"version": version}})
	}))
	t.Cleanup(server.Close)
	return server.Listener.Addr().(*net.TCPAddr).Port
}

// Not parallel: the environment belongs to the process.
func TestConnectToAnEngineOfAnotherVersion(t *testing.T) {
	const set = "engine: session; DAGGER_SESSION_PORT is set"
	for version, test := range map[string]struct{ shown, err string }{
		embedded.Version:     {shown: set},
		"v99.0.0":            {shown: set + "; its version v99.0.0 is newer than " + embedded.Version + ", which this program is made for"},
		"v99.0.0-260101-dev": {shown: set + "; its version v99.0.0-260101-dev is newer than " + embedded.Version + ", which this program is made for"},
		"v0.1.0": {err: "engine of DAGGER_SESSION_PORT: its version v0.1.0 is older than " + embedded.Version +
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

func TestJudgeVersion(t *testing.T) {
	t.Parallel()
	const wanted = "v0.21.8"
	for version, test := range map[string]struct{ note, err string }{
		"v0.21.8":  {"", ""},
		"0.21.8":   {"", ""}, // some engines omit the letter
		"v0.21.9":  {"its version v0.21.9 is newer than v0.21.8, which this program is made for", ""},
		"v0.22.0":  {"its version v0.22.0 is newer than v0.21.8, which this program is made for", ""},
		"v1.0.0":   {"its version v1.0.0 is newer than v0.21.8, which this program is made for", ""},
		"v0.21.10": {"its version v0.21.10 is newer than v0.21.8, which this program is made for", ""},
		"v0.21.7":  {"", "its version v0.21.7 is older than v0.21.8, which this program needs"},
		"v0.9.3":   {"", "its version v0.9.3 is older than v0.21.8, which this program needs"},
		"0.9.3":    {"", "its version 0.9.3 is older than v0.21.8, which this program needs"},
		// Development versions.
		"v0.21.9-260101-dev":          {"its version v0.21.9-260101-dev is newer than v0.21.8, which this program is made for", ""},
		"v0.21.8-260101-dev-0a1b2c3d": {"its version v0.21.8-260101-dev-0a1b2c3d is a development version of v0.21.8, which this program is made for", ""},
		"v0.21.7-260101-dev-0a1b2c3d": {"", "its version v0.21.7-260101-dev-0a1b2c3d is older than v0.21.8, which this program needs"},
		"v0.21.8+local":               {"", ""},
		// Engines that were built without a version.
		"":       {`its version "" cannot be compared with v0.21.8, which this program is made for`, ""},
		"devel":  {`its version "devel" cannot be compared with v0.21.8, which this program is made for`, ""},
		"vvv1.0": {`its version "vvv1.0" cannot be compared with v0.21.8, which this program is made for`, ""},
	} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			note, err := judgeVersion(version, wanted)
			if note != test.note || (err == nil) != (test.err == "") || err != nil && err.Error() != test.err {
				t.Errorf("got %q, %v", note, err)
			}
		})
	}
}
