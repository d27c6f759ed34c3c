package engine

import (
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"python-pipeline/ci/cachefolder"
	"python-pipeline/ci/config"
	"python-pipeline/ci/containerruntime"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/freshness"
	"python-pipeline/ci/wholefile"
)

// For so many hours a runtime that failed is skipped: a query to a daemon takes
// seconds, an attempt to start an engine minutes.
const (
	noDaemonHours = 1
	noEngineHours = 24
)

// A failure says that a container runtime could not start an engine.
type failure struct {
	// State is the result of stateOf when it failed.
	State string `json:"state"`
	// Reason is one line.
	Reason string `json:"said"`
	// Time is when it failed, Hours how long the runtime is not tried again.
	Time  time.Time `json:"tried"`
	Hours int       `json:"hours"`
}

// holds reports whether the runtime is expected to fail again.
func (f failure) holds(state string, now time.Time) bool {
	return f.State == state && freshness.Within(time.Duration(f.Hours)*time.Hour, f.Time, now)
}

// stateOf returns a text that changes when a runtime that failed may work again: another engine version or client may
// work, and so may a runtime that changed.
func stateOf(program string, c *config.Config) string {
	return embedded.Version + " " + c.DaggerCLI + " " + containerruntime.State(program)
}

// failures has the last failure of each container runtime, by its program. They are stored in the cache folder.
type failures map[string]failure

func failuresFile(c *config.Config) string {
	return filepath.Join(c.CacheDir, "container-runtimes.json")
}

// readFailures reads the failures. When the file cannot be read there are none, and each runtime is tried once more.
func readFailures(c *config.Config) failures {
	known := failures{}
	content, err := os.ReadFile(failuresFile(c))
	if err != nil || json.Unmarshal(content, &known) != nil {
		return failures{}
	}
	return known
}

func (f failures) add(program string, latest failure, c *config.Config) {
	f[program] = latest
	f.write(c)
}

// forget deletes the failure of a runtime that works again.
func (f failures) forget(program string, c *config.Config) {
	if _, failed := f[program]; failed {
		delete(f, program)
		f.write(c)
	}
}

func (f failures) write(c *config.Config) {
	if content, err := json.Marshal(f); err == nil && cachefolder.Create(c.CacheDir) == nil {
		// Without the file each runtime is tried once more, nothing worse.
		_ = wholefile.Write(failuresFile(c), content, 0o600)
	}
}
