// Package engine finds a Dagger engine, or starts the embedded one, and opens a
// session with it. It knows nothing of Python.
package engine

import (
	"context"
	"errors"
	"fmt"
	"io"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

// Options configure a session.
type Options struct {
	// Environment is added to the environment of Dagger's client program.
	Environment []string
	// Log receives the output of that program.
	Log io.Writer
	// Images are the official images that the run needs. An engine other than the embedded one pulls them.
	Images embedded.Images
}

// Connect opens a session with an engine. The settings or Dagger's own variables may select one; else it is the first
// that a container runtime starts, else the embedded engine. It prints one line with the engine's kind and the reason.
func Connect(ctx context.Context, c *config.Config, display *progress.Display, o Options) (*Session, error) {
	if err := checkChoice(c); err != nil {
		return nil, err
	}
	kind, why := kindFromSettings(c)
	switch kind {
	case KindSession:
		return connect(ctx, display, o, kind, why)
	case KindRunner:
		return connectRunner(ctx, c, display, o, why)
	case KindEmbedded:
		return connectEmbedded(ctx, c, display, o, why)
	}
	unsupported := embedded.CanRun()
	session, reasons := search{c, display, o, kind == "" && unsupported == nil}.run(ctx)
	if session != nil {
		return session, nil
	}
	noRuntime := fmt.Errorf("engine: %w", errors.Join(reasons...))
	if kind == KindDocker || ctx.Err() != nil {
		return nil, noRuntime
	}
	// Without an embedded engine to fall back to, the user has to know what is wrong with the container runtimes.
	if unsupported != nil {
		return nil, errors.Join(noRuntime, unsupported)
	}
	return connectEmbedded(ctx, c, display, o, joinReasons(reasons))
}

func connectEmbedded(ctx context.Context, c *config.Config, display *progress.Display, o Options, why string) (*Session, error) {
	e, imageSource, err := Embedded(ctx, c)
	if err != nil {
		return nil, err
	}
	announce(display, KindEmbedded, why)
	display.Info("images: " + imageSource)
	connection, err := e.Start(ctx, display, o.Images)
	if err != nil {
		return nil, err
	}
	if err := setEnvironment(connection.Environment()...); err != nil {
		connection.Close()
		return nil, err
	}
	session, err := openSession(ctx, o)
	if err != nil {
		connection.Close()
		return nil, fmt.Errorf("embedded engine: session: %w; `go run ./ci engine logs` shows why", err)
	}
	session.Kind, session.Connection, session.Replaceable, session.alive = KindEmbedded, *connection, e.StandIns(), e.Alive
	return session, nil
}

// Embedded returns the embedded engine as the settings configure it, without
// starting it, and a text that says where it takes images from.
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
	why := "PIPELINE_STAND_INS selects them"
	if c.StandIns == config.StandInsAuto {
		reachable, reason := folder.ProbeDockerIO(ctx)
		settings.StandIns, why = !reachable, reason
	}
	if settings.StandIns {
		return embedded.New(folder, settings), "stand-ins built from Debian packages; " + why, nil
	}
	return embedded.New(folder, settings), "the official ones; " + why, nil
}
