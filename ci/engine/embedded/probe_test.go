package embedded

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"
)

func TestRequestDockerIO(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status    int
		reachable bool
		reason    string
	}{
		"no login is required":           {http.StatusOK, true, "docker.io answers 200 OK"},
		"a login is required":            {http.StatusUnauthorized, true, "docker.io answers 401 Unauthorized"},
		"a proxy blocks the request":     {http.StatusForbidden, false, "docker.io answers 403 Forbidden"},
		"a proxy cannot connect":         {http.StatusBadGateway, false, "docker.io answers 502 Bad Gateway"},
		"a proxy requires its own login": {http.StatusProxyAuthRequired, false, "docker.io answers 407 Proxy Authentication Required"},
		"a page redirects to a login":    {http.StatusFound, false, "docker.io answers 302 Found"},
		"no server":                      {0, false, "docker.io cannot be reached: connect: connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/login" { // this page answers 200
					w.Header().Set("Location", "/login")
					w.WriteHeader(test.status)
				}
			}))
			defer server.Close()
			if test.status == 0 {
				server.Close()
			}
			got := requestDockerIO(t.Context(), server.URL)
			if got.Reachable != test.reachable || got.Reason != test.reason {
				t.Errorf("got %v, %s; want %v, %s", got.Reachable, got.Reason, test.reachable, test.reason)
			}
			if age := time.Since(got.Time); age < 0 || age > time.Minute {
				t.Errorf("the time is %s ago", age)
			}
		})
	}
}

// A network that drops packets never answers.
func TestRequestDockerIOGivesUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	if got := requestDockerIO(ctx, server.URL); got.Reachable || got.Reason != "docker.io cannot be reached: no answer in 3s" {
		t.Errorf("got %v, %s", got.Reachable, got.Reason)
	}
}

func TestProbeDockerIOStoresTheResult(t *testing.T) {
	t.Parallel()
	// A new request fails at once, which tells a stored result from a new one.
	stopped, stop := context.WithCancel(t.Context())
	stop()
	const stored = "docker.io answers 401 Unauthorized"
	for name, test := range map[string]struct {
		age  time.Duration
		want bool
	}{
		"young": {59 * time.Minute, true},
		"old":   {61 * time.Minute, false},
		// Such a result would never expire.
		"from before the clock was set back": {-48 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := Folder(t.TempDir())
			content, err := json.Marshal(probeResult{Reachable: true, Reason: stored, Time: time.Now().Add(-test.age)})
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(folder.probeFile(), content, 0o644); err != nil {
				t.Fatal(err)
			}
			reachable, why := folder.ProbeDockerIO(stopped)
			if reachable != test.want || (why == stored) != test.want {
				t.Errorf("got %v, %s", reachable, why)
			}
		})
	}
}

// An interrupted request proves nothing; the next run has to probe again.
func TestProbeDockerIOStoresNoInterruptedResult(t *testing.T) {
	t.Parallel()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	folder := Folder(t.TempDir())
	if reachable, why := folder.ProbeDockerIO(stopped); reachable {
		t.Errorf("reachable without a request: %s", why)
	}
	if content, err := os.ReadFile(folder.probeFile()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it stored %s, %v", content, err)
	}
}
