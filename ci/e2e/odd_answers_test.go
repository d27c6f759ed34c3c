//go:build linux

package e2e

import (
	"io"
	"net"
	"net/http"
	"testing"
)

// What answers in place of an index or of Debian's mirror may be something else:
// the page of a login, or a proxy that wants a password.
func TestOddAnswers(t *testing.T) {
	t.Parallel()
	page := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<!DOCTYPE html><html><body>Please log in.</body></html>")
	})
	app := calculator(t, "login-page", replace("pyproject.toml", "[tool.python-pipeline]", "[tool.python-pipeline]\nindex-url = \"http://"+page+"/simple\""))
	failed := ci(t, nil, "build", app).
		mustFail(t, "lark", "the index has no such version for this Python: check name and version, and the keys python and index-url")
	if got := failedAt(failed.app(t, "login-page")); got != "build" {
		t.Errorf("it failed at %s", got)
	}

	proxy := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Proxy-Authenticate", "Basic realm=proxy")
		w.WriteHeader(http.StatusProxyAuthRequired)
	})
	// Proxies are settings of the embedded engine; this way they are those of the steps alone.
	address := "http://robot:" + robotPassword + "@" + proxy
	variables := append(strangersEngine(t), "HTTP_PROXY="+address, "HTTPS_PROXY="+address)
	failed = ci(t, variables, "build", calculator(t, "login-proxy")).
		mustFail(t, "407", "the proxy requires a login: name user and password in HTTP_PROXY and HTTPS_PROXY")
	if got := failedAt(failed.app(t, "login-proxy")); got != "build" {
		t.Errorf("it failed at %s", got)
	}
	failed.keepsSecret(t, robotPassword)
}

// answering starts a server for the engine's containers, and gives its address.
func answering(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	// Containers reach this machine by its address in their network.
	listener, err := net.Listen("tcp", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: answer}
	go server.Serve(listener)
	t.Cleanup(func() { server.Close() })
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return net.JoinHostPort(bridgeAddress(t), port)
}
