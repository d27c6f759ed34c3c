//go:build unix

package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

// A machine has a docker program, and a client program that opens a session with
// a fake engine once it may.
type machine struct {
	folder string
	config *config.Config
	shown  strings.Builder
}

// newMachine is one where docker answers. A test that calls it cannot be
// parallel: the environment is the process's.
func newMachine(t *testing.T, version string) *machine {
	t.Helper()
	folder := onPath(t, map[string]string{"docker": `echo "$1" >>"${0%/*}/calls"`})
	forgetEngine(t)
	port := fakeEngine(t, version)
	// Dagger's own client may miss the last words of one that ends at once.
	client := fmt.Sprintf(`#!/bin/sh
[ -e "${0%%/*}/works" ] || { printf '1 : pull\nError: no route to the registry\n' >&2; /bin/sleep 0.2; exit 1; }
echo "$_EXPERIMENTAL_DAGGER_RUNNER_HOST" >"${0%%/*}/asked"
echo '{"port":%d,"session_token":"token"}'
exec /bin/cat >/dev/null
`, port)
	m := &machine{folder: folder, config: &config.Config{Engine: config.EngineAuto, CacheDir: t.TempDir(), DaggerCLI: filepath.Join(folder, "client")}}
	if err := os.WriteFile(m.config.DaggerCLI, []byte(client), 0o755); err != nil {
		t.Fatal(err)
	}
	return m
}

// search looks for an engine in docker, and closes the session with it.
func (m *machine) search(t *testing.T, instead bool) (found bool, why string) {
	t.Helper()
	display := progress.New(&m.shown, progress.Options{})
	defer display.Close()
	session, reasons := search{m.config, display, Options{}, instead}.run(t.Context())
	if session == nil {
		return false, oneLine(reasons)
	}
	if session.Kind != KindDocker || session.CLI != m.config.DaggerCLI {
		t.Errorf("got %+v", session)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
	return true, ""
}

// let makes a file that lets the client program work, or changes docker's.
func (m *machine) let(t *testing.T, name string) {
	t.Helper()
	path := filepath.Join(m.folder, name)
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	file.Close()
	later := time.Now().Add(time.Hour)
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
}

// called is how many calls of docker there were.
func (m *machine) called() int {
	content, _ := os.ReadFile(filepath.Join(m.folder, "calls"))
	return strings.Count(string(content), "\n")
}

func TestSearchAsksForThisVeryVersion(t *testing.T) {
	m := newMachine(t, embedded.Version)
	m.let(t, "works")
	if found, why := m.search(t, true); !found {
		t.Fatal(why)
	}
	want := "image+docker://registry.dagger.io/engine:" + embedded.Version + "?cleanup=false\n"
	if got, err := os.ReadFile(filepath.Join(m.folder, "asked")); string(got) != want {
		t.Errorf("asked for %s, %v; want %s", got, err, want)
	}
	if want := "engine: docker; docker answers\n"; m.shown.String() != want {
		t.Errorf("got %q, want %q", m.shown.String(), want)
	}
}

func TestSearchRefusesAnOlderEngine(t *testing.T) {
	m := newMachine(t, "v0.1.0")
	m.let(t, "works")
	want := "docker has an engine, but its version v0.1.0 is older than " + embedded.Version +
		", which this program needs; remove its image registry.dagger.io/engine:" + embedded.Version
	if found, why := m.search(t, false); found || why != want {
		t.Errorf("got %s, want %s", why, want)
	}
}

// What a runtime that failed costs is paid once, and its reason said once.
func TestSearchLeavesOutWhatFailed(t *testing.T) {
	m := newMachine(t, embedded.Version)
	const failed = "docker answers, but no session with an engine in it could be opened: no route to the registry"
	if found, why := m.search(t, true); found || why != failed+" (tried again after 24h)" {
		t.Fatalf("got %s", why)
	}
	for range 2 {
		before := m.called()
		if found, why := m.search(t, true); found || !regexp.MustCompile(`^docker gave no engine on 20\d\d-\d\d-\d\d \d\d:\d\d$`).MatchString(why) {
			t.Errorf("got %s", why)
		}
		if m.called() != before {
			t.Error("docker was called")
		}
	}
	if found, why := m.search(t, false); found || why != failed {
		t.Errorf("with nothing in its place: got %s", why)
	}
	m.let(t, "docker")
	if found, why := m.search(t, true); found || why != failed+" (tried again after 24h)" {
		t.Errorf("another docker: got %s", why)
	}
	// What works again is known at once.
	m.let(t, "works")
	for _, instead := range []bool{false, true} {
		if found, why := m.search(t, instead); !found {
			t.Errorf("with an engine in its place %t: got %s", instead, why)
		}
	}
}

func TestSearchTriesTheNextRuntime(t *testing.T) {
	m := newMachine(t, embedded.Version)
	m.let(t, "works")
	for name, script := range map[string]string{"docker": "exit 1", "podman": ""} {
		if err := os.WriteFile(filepath.Join(m.folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if found, why := m.search(t, true); !found || m.shown.String() != "engine: docker; podman answers\n" {
		t.Errorf("got %s; it said %s", why, m.shown.String())
	}
	if known := readFailures(m.config); len(known) != 1 || known["docker"].Hours != silenceHours || known["docker"].Said != "docker is installed, but its daemon does not answer" {
		t.Errorf("known: %+v", known)
	}
}
