package engine

import (
	"fmt"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
)

// The kinds of engines that a session can work with.
const (
	KindSession  = "session"
	KindRunner   = "runner"
	KindDocker   = "docker"
	KindEmbedded = "embedded"
)

// kindFromSettings returns the kind of engine that the settings or Dagger's own
// variables select, and the reason; both are empty when they select none.
func kindFromSettings(c *config.Config) (kind, why string) {
	switch {
	case c.Engine == config.EngineEmbedded:
		return KindEmbedded, "PIPELINE_ENGINE selects it"
	case c.Engine == config.EngineDocker:
		return KindDocker, "PIPELINE_ENGINE selects it"
	case c.DaggerSessionPort != 0:
		return KindSession, "DAGGER_SESSION_PORT is set"
	// `engine env` sets this variable in a shell.
	case isEmbeddedAddress(c):
		return KindEmbedded, "_EXPERIMENTAL_DAGGER_RUNNER_HOST names it"
	case c.DaggerRunnerHost != "":
		return KindRunner, "_EXPERIMENTAL_DAGGER_RUNNER_HOST is set"
	}
	return "", ""
}

// isEmbeddedAddress reports whether _EXPERIMENTAL_DAGGER_RUNNER_HOST is the address of the embedded engine.
func isEmbeddedAddress(c *config.Config) bool {
	folder, err := embedded.NewFolder(c.CacheDir)
	return err == nil && folder.ListensAt(c.DaggerRunnerHost)
}

// BringsClient reports whether the session will have a client program
// (Session.CLI). A session that another program opened has none.
func BringsClient(c *config.Config) bool {
	kind, _ := kindFromSettings(c)
	return kind != KindSession
}

// checkChoice returns an error when PIPELINE_ENGINE contradicts Dagger's own variables, which the session would follow.
// PIPELINE_ENGINE=embedded does not contradict _EXPERIMENTAL_DAGGER_RUNNER_HOST: connectEmbedded overwrites that
// variable.
func checkChoice(c *config.Config) error {
	switch {
	case c.Engine == config.EngineAuto:
	case c.DaggerSessionPort != 0:
		return fmt.Errorf("PIPELINE_ENGINE=%s: DAGGER_SESSION_PORT is set too, and Dagger would use the engine of that session; unset one of the two", c.Engine)
	case c.Engine == config.EngineDocker && c.DaggerRunnerHost != "":
		return fmt.Errorf("PIPELINE_ENGINE=%s: _EXPERIMENTAL_DAGGER_RUNNER_HOST is set too, and names another engine; unset one of the two", c.Engine)
	}
	return nil
}
