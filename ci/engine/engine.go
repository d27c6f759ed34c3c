// Package engine finds a Dagger engine to work on, or brings up the embedded
// one, and opens a session with it. It knows nothing of Python.
package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"dagger.io/dagger"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

// Kinds of engines.
const (
	KindSession  = "session"
	KindRunner   = "runner"
	KindDocker   = "docker"
	KindEmbedded = "embedded"
)

// Options are for the session itself.
type Options struct {
	// Environment is added to that of Dagger's own client program.
	Environment []string
	// Log gets what that program prints.
	Log io.Writer
	// Images are the official images that the work takes. For those of them that
	// the embedded engine cannot have it makes stand-ins; any other engine pulls
	// what it needs.
	Images []string
	// Later are images of which stand-ins are made while the session works:
	// Session.Wait has to be called before one is used.
	Later []string
}

// Connect opens a session with the engine that the settings or the environment
// name, else one that a container runtime runs, else the embedded one. One line
// says which it is and why.
func Connect(ctx context.Context, c *config.Config, display *progress.Display, o Options) (*Session, error) {
	if err := contradiction(c); err != nil {
		return nil, err
	}
	if c.Engine == config.EngineAuto {
		switch {
		case c.DaggerSessionPort != 0:
			return connect(ctx, display, o, KindSession, "DAGGER_SESSION_PORT is set")
		case c.DaggerRunnerHost != "":
			return connect(ctx, display, o, KindRunner, "_EXPERIMENTAL_DAGGER_RUNNER_HOST is set")
		}
	}
	if c.Engine == config.EngineEmbedded {
		return connectEmbedded(ctx, c, display, o, "PIPELINE_ENGINE asks for it")
	}
	session, err := connectRuntime(ctx, display, o)
	if err == nil {
		return session, nil
	}
	noRuntime := fmt.Errorf("engine: %w", err)
	if c.Engine == config.EngineDocker || ctx.Err() != nil {
		return nil, noRuntime
	}
	// Where no embedded engine can run either, what is wrong with the runtime is
	// what the user has to know.
	if cannot := embedded.CanRun(); cannot != nil {
		return nil, errors.Join(noRuntime, cannot)
	}
	return connectEmbedded(ctx, c, display, o, firstLine(err.Error()))
}

// MayBeEmbedded says whether a session may be with the embedded engine, which
// brings a client program of its own.
func MayBeEmbedded(c *config.Config) bool {
	switch c.Engine {
	case config.EngineDocker:
		return false
	case config.EngineEmbedded:
		return true
	}
	return c.DaggerSessionPort == 0 && c.DaggerRunnerHost == ""
}

// contradiction refuses a choice of engine that a session would not heed:
// Dagger's client takes what its own variables name before anything else. Of
// these connectEmbedded sets the engine's address itself.
func contradiction(c *config.Config) error {
	switch {
	case c.Engine == config.EngineAuto:
	case c.DaggerSessionPort != 0:
		return fmt.Errorf("PIPELINE_ENGINE=%s: DAGGER_SESSION_PORT is set, and a session would be that one's; unset it or PIPELINE_ENGINE", c.Engine)
	case c.Engine == config.EngineDocker && c.DaggerRunnerHost != "":
		return fmt.Errorf("PIPELINE_ENGINE=%s: _EXPERIMENTAL_DAGGER_RUNNER_HOST is set, and a session would be with that engine; unset it or PIPELINE_ENGINE", c.Engine)
	}
	return nil
}

func connectEmbedded(ctx context.Context, c *config.Config, display *progress.Display, o Options, why string) (*Session, error) {
	e, standIns, err := Embedded(ctx, c)
	if err != nil {
		return nil, err
	}
	display.Info("engine: embedded; " + why)
	display.Info("images: " + standIns)
	connection, err := e.Start(ctx, display, embedded.Images{Now: o.Images, Later: o.Later})
	if err != nil {
		return nil, err
	}
	for _, variable := range connection.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			connection.Close()
			return nil, err
		}
	}
	session, err := open(ctx, o)
	if err != nil {
		connection.Close()
		return nil, fmt.Errorf("embedded engine: session: %w; `go run ./ci engine logs` shows why", err)
	}
	session.Kind, session.CLI, session.Registry = KindEmbedded, connection.CLI, connection.Registry
	session.Login = connection.Login
	session.StandIns, session.Replaceable = connection.StandIns, e.StandIns()
	session.embedded, session.alive = connection, e.Alive
	return session, nil
}

func connect(ctx context.Context, display *progress.Display, o Options, kind, why string) (*Session, error) {
	session, err := open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("engine: %s, but no session could be opened: %w", why, err)
	}
	session.Kind = kind
	display.Info("engine: " + kind + "; " + why)
	return session, nil
}

func open(ctx context.Context, o Options) (*Session, error) {
	options := []dagger.ClientOpt{dagger.WithLogOutput(o.Log)}
	for _, variable := range append([]string{"DO_NOT_TRACK=1", "DAGGER_NO_NAG=1"}, o.Environment...) {
		name, value, _ := strings.Cut(variable, "=")
		options = append(options, dagger.WithEnvironmentVariable(name, value))
	}
	client, end, err := opened(ctx, openLimit, "the engine does not open a session", func(ctx context.Context) (*dagger.Client, error) {
		return dagger.Connect(ctx, options...)
	})
	if err != nil {
		return nil, err
	}
	version, err := within(ctx, versionLimit, "the engine does not answer", client.Version)
	if err != nil {
		end() // it would wait for the same engine
		return nil, err
	}
	return &Session{Client: client, Version: version, end: end}, nil
}

// openLimit is how long it may take to open a session. A container runtime may
// have to download the engine's image first.
const openLimit = 15 * time.Minute

// versionLimit is how long an engine may take to say its version, which needs no
// work at all.
const versionLimit = time.Minute

// firstLine is a reason in short; what follows a colon at its end is left out.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return strings.TrimSuffix(line, ":")
}

// Embedded gives the embedded engine that the settings describe, without
// starting it, and says where it takes images from.
func Embedded(ctx context.Context, c *config.Config) (*embedded.Engine, string, error) {
	folder, err := embedded.NewFolder(c.CacheDir)
	if err != nil {
		return nil, "", err
	}
	settings := embedded.Settings{
		StandIns:      c.StandIns == config.StandInsAlways,
		StandInMaxAge: c.StandInMaxAge,
		CacheLimit:    int64(c.CacheLimit),
		CABundle:      c.SSLCertFile,
	}
	why := "PIPELINE_STAND_INS asks for them"
	if c.StandIns == config.StandInsAuto {
		reachable, answer := folder.DockerIO(ctx)
		settings.StandIns, why = !reachable, answer
	}
	if settings.StandIns {
		return embedded.New(folder, settings), "stand-ins built from Debian packages; " + why, nil
	}
	return embedded.New(folder, settings), "the official ones; " + why, nil
}
