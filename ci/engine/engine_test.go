package engine

import (
	"context"
	"io"
	"path/filepath"
	"testing"

	"python-pipeline/ci/config"
	"python-pipeline/ci/progress"
)

func TestConnectRefusesContradictingSettings(t *testing.T) {
	t.Parallel()
	display := progress.New(io.Discard, progress.Options{})
	t.Cleanup(display.Close)
	const remedy = "; unset one of the two"
	for name, test := range map[string]struct {
		config config.Config
		want   string
	}{
		"docker, in a session": {
			config.Config{Engine: config.EngineDocker, DaggerSessionPort: 4321},
			"PIPELINE_ENGINE=docker: DAGGER_SESSION_PORT is set too, and Dagger would use the engine of that session" + remedy,
		},
		"embedded, in a session": {
			config.Config{Engine: config.EngineEmbedded, DaggerSessionPort: 4321},
			"PIPELINE_ENGINE=embedded: DAGGER_SESSION_PORT is set too, and Dagger would use the engine of that session" + remedy,
		},
		"docker, beside another engine": {
			config.Config{Engine: config.EngineDocker, DaggerRunnerHost: "tcp://engine:1234"},
			"PIPELINE_ENGINE=docker: _EXPERIMENTAL_DAGGER_RUNNER_HOST is set too, and names another engine" + remedy,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// No engine may be started, even if Connect does not refuse.
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := Connect(ctx, &test.config, display, Options{}); err == nil || err.Error() != test.want {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

// The last case is the embedded engine's own address, as `engine env` sets it
// in a shell.
func TestCheckChoiceAllowsOtherSettings(t *testing.T) {
	t.Parallel()
	for _, c := range []config.Config{
		{Engine: config.EngineAuto, DaggerSessionPort: 4321, DaggerRunnerHost: "tcp://engine:1234"},
		{Engine: config.EngineDocker},
		{Engine: config.EngineEmbedded},
		{Engine: config.EngineEmbedded, DaggerRunnerHost: "unix:///cache/run/engine.sock"},
	} {
		if err := checkChoice(&c); err != nil {
			t.Errorf("%s: %v", c.Engine, err)
		}
	}
}

func TestKindFromSettings(t *testing.T) {
	t.Parallel()
	cache := t.TempDir()
	own := "unix://" + filepath.Join(cache, "run", "engine.sock")
	for name, test := range map[string]struct {
		config    config.Config
		kind, why string
	}{
		"nothing":  {config.Config{Engine: config.EngineAuto}, "", ""},
		"docker":   {config.Config{Engine: config.EngineDocker}, KindDocker, "PIPELINE_ENGINE selects it"},
		"embedded": {config.Config{Engine: config.EngineEmbedded}, KindEmbedded, "PIPELINE_ENGINE selects it"},
		"a session": {
			config.Config{Engine: config.EngineAuto, DaggerSessionPort: 4321, DaggerRunnerHost: "tcp://engine:1234"},
			KindSession, "DAGGER_SESSION_PORT is set",
		},
		"another engine": {
			config.Config{Engine: config.EngineAuto, DaggerRunnerHost: "tcp://engine:1234"},
			KindRunner, "_EXPERIMENTAL_DAGGER_RUNNER_HOST is set",
		},
		"the embedded engine's address": {
			config.Config{Engine: config.EngineAuto, DaggerRunnerHost: own},
			KindEmbedded, "_EXPERIMENTAL_DAGGER_RUNNER_HOST names it",
		},
		"both": {
			config.Config{Engine: config.EngineEmbedded, DaggerRunnerHost: own},
			KindEmbedded, "PIPELINE_ENGINE selects it",
		},
		"the address of another cache folder's engine": {
			config.Config{Engine: config.EngineAuto, DaggerRunnerHost: "unix:///another/run/engine.sock"},
			KindRunner, "_EXPERIMENTAL_DAGGER_RUNNER_HOST is set",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.config.CacheDir = cache
			if kind, why := kindFromSettings(&test.config); kind != test.kind || why != test.why {
				t.Errorf("got %q, %q", kind, why)
			}
			if got := BringsClient(&test.config); got != (test.kind != KindSession) {
				t.Errorf("the session has a client: %t", got)
			}
		})
	}
}
