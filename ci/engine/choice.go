package engine

import (
	"fmt"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
)

// Kinds of engines.
const (
	KindSession  = "session"
	KindRunner   = "runner"
	KindDocker   = "docker"
	KindEmbedded = "embedded"
)

// named is the kind of engine that the settings or Dagger's own variables name,
// and how; "" where they leave it open.
func named(c *config.Config) (kind, why string) {
	switch {
	case c.Engine == config.EngineEmbedded:
		return KindEmbedded, "PIPELINE_ENGINE asks for it"
	case c.Engine == config.EngineDocker:
		return KindDocker, "PIPELINE_ENGINE asks for it"
	case c.DaggerSessionPort != 0:
		return KindSession, "DAGGER_SESSION_PORT is set"
	// What `engine env` leaves in a shell.
	case namesEmbedded(c):
		return KindEmbedded, "_EXPERIMENTAL_DAGGER_RUNNER_HOST names it"
	case c.DaggerRunnerHost != "":
		return KindRunner, "_EXPERIMENTAL_DAGGER_RUNNER_HOST is set"
	}
	return "", ""
}

// namesEmbedded says whether the address of a running engine is that of the
// embedded one.
func namesEmbedded(c *config.Config) bool {
	folder, err := embedded.NewFolder(c.CacheDir)
	return err == nil && folder.ListensAt(c.DaggerRunnerHost)
}

// BringsClient says whether a session comes with a client program (Session.CLI):
// one that somebody else opened does not.
func BringsClient(c *config.Config) bool {
	kind, _ := named(c)
	return kind != KindSession
}

// contradiction refuses a choice of engine that Dagger's own variables contradict.
// An address beside the embedded engine is none: `engine env` sets its own.
func contradiction(c *config.Config) error {
	switch {
	case c.Engine == config.EngineAuto:
	case c.DaggerSessionPort != 0:
		return fmt.Errorf("PIPELINE_ENGINE=%s: DAGGER_SESSION_PORT is set, and a session would be that one's; unset it or PIPELINE_ENGINE", c.Engine)
	case c.Engine == config.EngineDocker && c.DaggerRunnerHost != "":
		return fmt.Errorf("PIPELINE_ENGINE=%s: _EXPERIMENTAL_DAGGER_RUNNER_HOST is set, and names another engine; unset it or PIPELINE_ENGINE", c.Engine)
	}
	return nil
}
