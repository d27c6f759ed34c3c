// Package engine finds a Dagger engine to work on, or brings up the embedded
// one, and opens a session with it. It knows nothing of Python.
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
	kind, why := named(c)
	switch kind {
	case KindSession:
		return connect(ctx, display, o, kind, why)
	case KindRunner:
		return connectRunner(ctx, c, display, o, why)
	case KindEmbedded:
		return connectEmbedded(ctx, c, display, o, why)
	}
	cannot := embedded.CanRun()
	session, reasons := search{c, display, o, kind == "" && cannot == nil}.run(ctx)
	if session != nil {
		return session, nil
	}
	noRuntime := fmt.Errorf("engine: %w", errors.Join(reasons...))
	if kind == KindDocker || ctx.Err() != nil {
		return nil, noRuntime
	}
	// Where no embedded engine can run either, what is wrong with the runtime is
	// what the user has to know.
	if cannot != nil {
		return nil, errors.Join(noRuntime, cannot)
	}
	return connectEmbedded(ctx, c, display, o, oneLine(reasons))
}

func connectEmbedded(ctx context.Context, c *config.Config, display *progress.Display, o Options, why string) (*Session, error) {
	e, standIns, err := Embedded(ctx, c)
	if err != nil {
		return nil, err
	}
	announce(display, KindEmbedded, why)
	display.Info("images: " + standIns)
	connection, err := e.Start(ctx, display, embedded.Images{Now: o.Images, Later: o.Later})
	if err != nil {
		return nil, err
	}
	if err := use(connection.Environment()...); err != nil {
		connection.Close()
		return nil, err
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
