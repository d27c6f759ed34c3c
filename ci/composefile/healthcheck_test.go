package composefile_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"

	"dagger/python-pipeline/plan"
	"dagger/python-pipeline/settings"

	"python-pipeline/ci/composefile"
)

// passes runs the health check of an app with this smoke check on a port of this machine.
func passes(t *testing.T, address net.Addr, smoke settings.Smoke) bool {
	t.Helper()
	command := composefile.Of(&plan.Plan{Port: address.(*net.TCPAddr).Port, Smoke: smoke}, "shop:latest").Healthcheck
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal(err)
	}
	return exec.CommandContext(t.Context(), python, command[1:]...).Run() == nil
}

// Any answer below 500 shows that the app works, whatever it is to this host.
func TestHealthcheckOverHTTP(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(map[string]int{"/well?a=b": 200, "/refused": 400, "/broken": 503}[r.URL.RequestURI()])
	}))
	defer server.Close()
	for path, want := range map[string]bool{"/well?a=b": true, "/refused": true, "/broken": false} {
		if got := passes(t, server.Listener.Addr(), settings.Smoke{Path: path}); got != want {
			t.Errorf("%s: passes %t", path, got)
		}
	}
}

func TestHealthcheckOfAPort(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if !passes(t, listener.Addr(), settings.Smoke{}) {
		t.Error("it listens, but does not pass")
	}
	listener.Close()
	if passes(t, listener.Addr(), settings.Smoke{}) {
		t.Error("it does not listen, but passes")
	}
}
