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

// A machine has a docker program and a client program. The client opens a
// session with a fake engine once the file "works" exists.
type machine struct {
	folder string
	config *config.Config
	shown  strings.Builder
}

// newMachine makes a machine whose docker daemon answers. A test that calls it
// cannot be parallel: the environment belongs to the process.
func newMachine(t *testing.T, version string) *machine {
	t.Helper()
	folder := onPath(t, map[string]string{"docker": `echo "$1" >>"${0%/*}/calls"`})
	forgetEngine(t)
	port := fakeEngine(t, version)
	// Dagger's client may miss the last output of a program that ends at once.
	client := fmt.Sprintf(`#!/bin/sh
[ -e "${0%%/*}/works" ] || { printf '1 : pull\nError: no route to the registry\n' >&2; /bin/sleep 0.2; exit 1; }
echo "$_EXPERIMENTAL_DAGGER_RUNNER_HOST" >"${0%%/*}/address"
echo '{"port":%d,"session_token":"token"}'
exec /bin/cat >/dev/null
`, port)
	m := &machine{folder: folder, config: &config.Config{Engine: config.EngineAuto, CacheDir: t.TempDir(), DaggerCLI: filepath.Join(folder, "client")}}
	if err := os.WriteFile(m.config.DaggerCLI, []byte(client), 0o755); err != nil {
		t.Fatal(err)
	}
	return m
}

// search runs a search, and closes the session that it opened.
func (m *machine) search(t *testing.T, hasFallback bool) (found bool, why string) {
	t.Helper()
	display := progress.New(&m.shown, progress.Options{})
	defer display.Close()
	session, reasons := search{m.config, display, Options{}, hasFallback}.run(t.Context())
	if session == nil {
		return false, joinReasons(reasons)
	}
	if session.Kind != KindDocker || session.CLI != m.config.DaggerCLI {
		t.Errorf("got %+v", session)
	}
	if err := session.Close(); err != nil {
		t.Error(err)
	}
	return true, ""
}

// touch creates a file with a new time: "works" lets the client program work,
// "docker" changes the runtime.
func (m *machine) touch(t *testing.T, name string) {
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

// dockerCalls returns how often docker was called.
func (m *machine) dockerCalls() int {
	content, _ := os.ReadFile(filepath.Join(m.folder, "calls"))
	return strings.Count(string(content), "\n")
}

func TestSearchStartsTheEmbeddedEnginesVersion(t *testing.T) {
	m := newMachine(t, embedded.Version)
	m.touch(t, "works")
	if found, why := m.search(t, true); !found {
		t.Fatal(why)
	}
	want := "image+docker://registry.dagger.io/engine:" + embedded.Version + "?cleanup=false\n"
	if got, err := os.ReadFile(filepath.Join(m.folder, "address")); string(got) != want {
		t.Errorf("the client got the address %s, %v; want %s", got, err, want)
	}
	if want := "engine: docker; docker answers\n"; m.shown.String() != want {
		t.Errorf("got %q, want %q", m.shown.String(), want)
	}
}

func TestSearchRefusesAnOlderEngine(t *testing.T) {
	m := newMachine(t, "v0.1.0")
	m.touch(t, "works")
	want := "docker has an engine, but its version v0.1.0 is older than " + embedded.Version +
		", which this program needs; remove its image registry.dagger.io/engine:" + embedded.Version
	if found, why := m.search(t, false); found || why != want {
		t.Errorf("got %s, want %s", why, want)
	}
}

// A runtime that failed costs time once, and its reason is printed once.
func TestSearchSkipsARuntimeThatFailed(t *testing.T) {
	m := newMachine(t, embedded.Version)
	const failed = "docker answers, but no session with an engine in it could be opened: no route to the registry"
	if found, why := m.search(t, true); found || why != failed+" (tried again after 24h)" {
		t.Fatalf("got %s", why)
	}
	for range 2 {
		before := m.dockerCalls()
		if found, why := m.search(t, true); found || !regexp.MustCompile(`^docker gave no engine on 20\d\d-\d\d-\d\d \d\d:\d\d$`).MatchString(why) {
			t.Errorf("got %s", why)
		}
		if m.dockerCalls() != before {
			t.Error("docker was called")
		}
	}
	if found, why := m.search(t, false); found || why != failed {
		t.Errorf("without a fallback: got %s", why)
	}
	m.touch(t, "docker")
	if found, why := m.search(t, true); found || why != failed+" (tried again after 24h)" {
		t.Errorf("another docker: got %s", why)
	}
	// A runtime that works again is used at once.
	m.touch(t, "works")
	for _, hasFallback := range []bool{false, true} {
		if found, why := m.search(t, hasFallback); !found {
			t.Errorf("with a fallback %t: got %s", hasFallback, why)
		}
	}
}

func TestSearchTriesTheNextRuntime(t *testing.T) {
	m := newMachine(t, embedded.Version)
	m.touch(t, "works")
	for name, script := range map[string]string{"docker": "exit 1", "podman": ""} {
		if err := os.WriteFile(filepath.Join(m.folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if found, why := m.search(t, true); !found || m.shown.String() != "engine: docker; podman answers\n" {
		t.Errorf("got %s; it printed %s", why, m.shown.String())
	}
	if known := readFailures(m.config); len(known) != 1 || known["docker"].Hours != noDaemonHours || known["docker"].Reason != "docker is installed, but its daemon does not answer" {
		t.Errorf("known: %+v", known)
	}
}
