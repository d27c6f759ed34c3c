package engine

import (
	"context"
	"io"
	"testing"

	"python-pipeline/ci/config"
	"python-pipeline/ci/progress"
)

func TestConnectRefusesAnEngineThatWouldNotBeTheOneAskedFor(t *testing.T) {
	t.Parallel()
	display := progress.New(io.Discard, progress.Options{})
	t.Cleanup(display.Close)
	const remedy = "; unset it or PIPELINE_ENGINE"
	for name, test := range map[string]struct {
		config config.Config
		want   string
	}{
		"docker, in a session": {
			config.Config{Engine: config.EngineDocker, DaggerSessionPort: 4321},
			"PIPELINE_ENGINE=docker: DAGGER_SESSION_PORT is set, and a session would be that one's" + remedy,
		},
		"embedded, in a session": {
			config.Config{Engine: config.EngineEmbedded, DaggerSessionPort: 4321},
			"PIPELINE_ENGINE=embedded: DAGGER_SESSION_PORT is set, and a session would be that one's" + remedy,
		},
		"docker, beside another engine": {
			config.Config{Engine: config.EngineDocker, DaggerRunnerHost: "tcp://engine:1234"},
			"PIPELINE_ENGINE=docker: _EXPERIMENTAL_DAGGER_RUNNER_HOST is set, and a session would be with that engine" + remedy,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// Nothing is to be started, whatever is wrong with Connect.
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := Connect(ctx, &test.config, display, Options{}); err == nil || err.Error() != test.want {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

// The last is what `engine env` leaves in a shell: the embedded engine's own
// address, which a session with it sets anyway.
func TestNoContradiction(t *testing.T) {
	t.Parallel()
	for _, c := range []config.Config{
		{Engine: config.EngineAuto, DaggerSessionPort: 4321, DaggerRunnerHost: "tcp://engine:1234"},
		{Engine: config.EngineDocker},
		{Engine: config.EngineEmbedded},
		{Engine: config.EngineEmbedded, DaggerRunnerHost: "unix:///cache/run/engine.sock"},
	} {
		if err := contradiction(&c); err != nil {
			t.Errorf("%s: %v", c.Engine, err)
		}
	}
}

func TestMayBeEmbedded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config config.Config
		want   bool
	}{
		"embedded":       {config.Config{Engine: config.EngineEmbedded}, true},
		"docker":         {config.Config{Engine: config.EngineDocker}, false},
		"perhaps":        {config.Config{Engine: config.EngineAuto}, true},
		"a session":      {config.Config{Engine: config.EngineAuto, DaggerSessionPort: 4321}, false},
		"another engine": {config.Config{Engine: config.EngineAuto, DaggerRunnerHost: "tcp://engine:1234"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := MayBeEmbedded(&test.config); got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
