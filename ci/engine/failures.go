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

// A failure is that of a container runtime to give an engine.
type failure struct {
	// State is what decides: the runtime's, as containerruntime tells it, and what
	// was asked of it.
	State string `json:"state"`
	// Said is the reason.
	Said string `json:"said"`
	// Tried is when that was, Hours how long it holds.
	Tried time.Time `json:"tried"`
	Hours int       `json:"hours"`
}

// holds says whether the runtime would fail again.
func (f failure) holds(state string, now time.Time) bool {
	return f.State == state && freshness.Within(time.Duration(f.Hours)*time.Hour, f.Tried, now)
}

// stateOf is the present state of a runtime for failures.
func stateOf(program string, c *config.Config) string {
	return embedded.Version + " " + c.DaggerCLI + " " + containerruntime.State(program)
}

// failures are those of the container runtimes, by their programs. They are kept
// in the cache folder.
type failures map[string]failure

func failuresFile(c *config.Config) string {
	return filepath.Join(c.CacheDir, "container-runtimes.json")
}

// readFailures gives what is known. What cannot be read is not: then a runtime is
// tried once more.
func readFailures(c *config.Config) failures {
	known := failures{}
	content, err := os.ReadFile(failuresFile(c))
	if err != nil || json.Unmarshal(content, &known) != nil {
		return failures{}
	}
	return known
}

// add writes down that a runtime failed.
func (f failures) add(program string, last failure, c *config.Config) {
	f[program] = last
	f.keep(c)
}

// forget writes down that a runtime failed before and now works.
func (f failures) forget(program string, c *config.Config) {
	if _, failed := f[program]; failed {
		delete(f, program)
		f.keep(c)
	}
}

// keep writes down what is known.
func (f failures) keep(c *config.Config) {
	if content, err := json.Marshal(f); err == nil && cachefolder.Create(c.CacheDir) == nil {
		// Without the file a runtime is tried once more, that is all.
		_ = wholefile.Write(failuresFile(c), content, 0o600)
	}
}
