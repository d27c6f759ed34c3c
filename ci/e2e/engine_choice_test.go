//go:build linux

package e2e

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"python-pipeline/ci/engine"
	"python-pipeline/ci/engine/embedded"
)

// After eval "$(go run ./ci engine env)" a run is what it was before.
func TestEngineOfTheShell(t *testing.T) {
	t.Parallel()
	variables, err := engineEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	isItsOwnEngine(t, append(slices.Clip(variables), "PIPELINE_ENGINE=auto"), calculator(t, "shell-of-its-own"))
}

// isItsOwnEngine fails the test when a run with an engine's address does not know
// database, registry and login of the embedded one.
func isItsOwnEngine(t *testing.T, variables []string, app string) {
	t.Helper()
	r := ci(t, variables, app).mustPass(t)
	const line = "engine: embedded; _EXPERIMENTAL_DAGGER_RUNNER_HOST names it\n"
	if !strings.Contains(r.output, line) || r.summary.Engine.Kind != engine.KindEmbedded {
		t.Errorf("%q is missing, or not true: %+v\n%s", line, r.summary.Engine, r.output)
	}
	if len(r.summary.Apps[0].References) == 0 {
		t.Errorf("nothing was published:\n%s", r.output)
	}
}

// strangersEngine is the environment of a run that takes the first engine for
// somebody else's: its socket has another name.
func strangersEngine(t *testing.T) []string {
	t.Helper()
	variables, err := engineEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	socket := strings.TrimPrefix(valueOf(variables, "_EXPERIMENTAL_DAGGER_RUNNER_HOST"), "unix://")
	link := filepath.Join(filepath.Dir(socket), named("stranger")+".sock")
	if err := os.Link(socket, link); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Remove(link) })
	return append(slices.Clip(variables), "PIPELINE_ENGINE=auto", "_EXPERIMENTAL_DAGGER_RUNNER_HOST=unix://"+link)
}

// leavesOutARuntime runs beside a Docker that answers and has no engine, and a
// Podman that does not answer: both are asked once.
func leavesOutARuntime(t *testing.T, variables []string, app string) {
	t.Helper()
	dagger, err := engineEnvironment()
	if err != nil {
		t.Fatal(err)
	}
	programs := t.TempDir()
	calls := filepath.Join(programs, "calls")
	for name, script := range map[string]string{
		"docker": `case $1 in
info | version | ps) ;;
image) echo "Error: No such image" >&2; exit 1 ;;
*) echo "Error response from daemon: no route to the registry" >&2; exit 1 ;;
esac`,
		"podman":  "exit 1",
		"nerdctl": "exit 1",
	} {
		if err := os.WriteFile(filepath.Join(programs, name), []byte("#!/bin/sh\necho \""+name+" $*\" >>'"+calls+"'\n"+script+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	variables = append(slices.Clip(variables), "PIPELINE_ENGINE=auto", "PATH="+programs+":"+os.Getenv("PATH"),
		"_EXPERIMENTAL_DAGGER_CLI_BIN="+valueOf(dagger, "_EXPERIMENTAL_DAGGER_CLI_BIN"))
	const (
		docker = "docker answers, but no session with an engine in it could be opened: "
		podman = "; podman is installed, but its daemon does not answer (tried again after 1h); nerdctl is installed"
	)
	says := func(texts ...string) {
		t.Helper()
		r := ci(t, variables, app).mustPass(t)
		for _, text := range texts {
			if !strings.Contains(r.output, text) {
				t.Errorf("%q is missing in:\n%s", text, r.output)
			}
		}
	}
	says("engine: embedded; "+docker, " (tried again after 24h)"+podman)
	if asked := readFile(t, calls); !strings.Contains(asked, "docker pull registry.dagger.io/engine:"+embedded.Version+"\n") {
		t.Errorf("another engine was asked for:\n%s", asked)
	}
	before := readFile(t, calls)
	says("engine: embedded; docker gave no engine on ", "; podman gave no engine on ")
	if after := readFile(t, calls); after != before {
		t.Errorf("they were asked again:\n%s", strings.TrimPrefix(after, before))
	}
	later := time.Now().Add(time.Minute)
	if err := os.Chtimes(filepath.Join(programs, "docker"), later, later); err != nil {
		t.Fatal(err)
	}
	says("engine: embedded; "+docker, "; podman gave no engine on ")
	// Asked for by name, there is nothing to take in its place.
	ci(t, append(variables, "PIPELINE_ENGINE=docker"), app).mustFail(t, "engine: "+docker)
}
