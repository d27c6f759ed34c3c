package engine

import (
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/config"
)

func TestFailureHolds(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for name, test := range map[string]struct {
		failure failure
		want    bool
	}{
		"none":                       {failure{}, false},
		"young":                      {failure{State: "as it is", Time: now.Add(-23 * time.Hour), Hours: 24}, true},
		"old":                        {failure{State: "as it is", Time: now.Add(-24 * time.Hour), Hours: 24}, false},
		"something changed":          {failure{State: "as it was", Time: now.Add(-time.Minute), Hours: 24}, false},
		"before the clock went back": {failure{State: "as it is", Time: now.Add(time.Hour), Hours: 24}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.failure.holds("as it is", now); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

func TestFailuresAreStored(t *testing.T) {
	t.Parallel()
	c := &config.Config{CacheDir: t.TempDir()}
	if known := readFailures(c); len(known) != 0 {
		t.Errorf("without a file: %v", known)
	}
	docker := failure{State: "as it is", Reason: "no route to the registry", Time: time.Unix(1700000000, 0).UTC(), Hours: 24}
	known := failures{}
	known.add("docker", docker, c)
	known.add("podman", failure{}, c)
	known.forget("podman", c)
	known.forget("nerdctl", c)
	if diff := cmp.Diff(failures{"docker": docker}, readFailures(c)); diff != "" {
		t.Errorf("failures differ (-want +got):\n%s", diff)
	}
	if err := os.WriteFile(failuresFile(c), []byte(`{"docker": `), 0o600); err != nil {
		t.Fatal(err)
	}
	if known := readFailures(c); len(known) != 0 {
		t.Errorf("from a broken file: %v", known)
	}
}

// A change of the engine's version or of the client makes a failure void.
func TestStateOf(t *testing.T) {
	t.Parallel()
	a, b := stateOf("docker", &config.Config{}), stateOf("docker", &config.Config{DaggerCLI: "/opt/dagger"})
	if a == b || a != stateOf("docker", &config.Config{}) {
		t.Errorf("got %q and %q", a, b)
	}
}
