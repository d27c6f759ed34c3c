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

func TestAskDockerIO(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status    int
		reachable bool
		said      string
	}{
		"no login is needed":             {http.StatusOK, true, "docker.io answers 200 OK"},
		"it asks for a login":            {http.StatusUnauthorized, true, "docker.io answers 401 Unauthorized"},
		"a proxy forbids it":             {http.StatusForbidden, false, "docker.io answers 403 Forbidden"},
		"a proxy does not get through":   {http.StatusBadGateway, false, "docker.io answers 502 Bad Gateway"},
		"a proxy wants its own login":    {http.StatusProxyAuthRequired, false, "docker.io answers 407 Proxy Authentication Required"},
		"it is a page that leads on":     {http.StatusFound, false, "docker.io answers 302 Found"},
		"nobody is there: there is none": {0, false, "docker.io cannot be reached: connect: connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/login" { // which answers 200
					w.Header().Set("Location", "/login")
					w.WriteHeader(test.status)
				}
			}))
			defer server.Close()
			if test.status == 0 {
				server.Close()
			}
			got := askDockerIO(t.Context(), server.URL)
			if got.Reachable != test.reachable || got.Said != test.said {
				t.Errorf("got %v, %s; want %v, %s", got.Reachable, got.Said, test.reachable, test.said)
			}
			if age := time.Since(got.Asked); age < 0 || age > time.Minute {
				t.Errorf("it was asked %s ago", age)
			}
		})
	}
}

// A network that swallows packets never answers.
func TestAskDockerIOGivesUp(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }))
	defer server.Close()
	if got := askDockerIO(ctx, server.URL); got.Reachable || got.Said != "docker.io cannot be reached: no answer in 3s" {
		t.Errorf("got %v, %s", got.Reachable, got.Said)
	}
}

func TestDockerIOKeepsTheAnswer(t *testing.T) {
	t.Parallel()
	// Asking again fails at once, so an answer of before is told from a new one.
	stopped, stop := context.WithCancel(t.Context())
	stop()
	const before = "docker.io answers 401 Unauthorized"
	for name, test := range map[string]struct {
		age  time.Duration
		kept bool
	}{
		"young": {59 * time.Minute, true},
		"old":   {61 * time.Minute, false},
		// It would hold for ever.
		"from before the clock was set back": {-48 * time.Hour, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := Folder(t.TempDir())
			content, err := json.Marshal(probeAnswer{Reachable: true, Said: before, Asked: time.Now().Add(-test.age)})
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(folder.probe(), content, 0o644); err != nil {
				t.Fatal(err)
			}
			reachable, why := folder.DockerIO(stopped)
			if reachable != test.kept || (why == before) != test.kept {
				t.Errorf("got %v, %s", reachable, why)
			}
		})
	}
}

// Ctrl-C says nothing of docker.io; the next run asks it.
func TestDockerIOForgetsAnInterruptedQuestion(t *testing.T) {
	t.Parallel()
	stopped, stop := context.WithCancel(t.Context())
	stop()
	folder := Folder(t.TempDir())
	if reachable, why := folder.DockerIO(stopped); reachable {
		t.Errorf("nobody was asked, but %s", why)
	}
	if content, err := os.ReadFile(folder.probe()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it keeps %s, %v", content, err)
	}
}
