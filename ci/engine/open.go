package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dagger.io/dagger"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

// announce says which engine it is, and why; what is empty is left out.
func announce(display *progress.Display, kind string, why ...string) {
	why = slices.DeleteFunc(why, func(text string) bool { return text == "" })
	display.Info("engine: " + kind + "; " + strings.Join(why, "; "))
}

// connectRunner opens a session with an engine that already runs.
func connectRunner(ctx context.Context, c *config.Config, display *progress.Display, o Options, why string) (*Session, error) {
	client, err := useClient(ctx, c, o.Log)
	if err != nil {
		return nil, fmt.Errorf("engine: %s, but %w", why, err)
	}
	session, err := connect(ctx, display, o, KindRunner, why)
	if err != nil {
		return nil, err
	}
	session.CLI = client
	return session, nil
}

// connect opens a session with an engine that one of Dagger's own variables
// names. It may be a newer one than the embedded.
func connect(ctx context.Context, display *progress.Display, o Options, kind, why string) (*Session, error) {
	session, err := open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("engine: %s, but no session with an engine of version %s or newer could be opened: %w", why, embedded.Version, err)
	}
	note, err := judgeVersion(session.Version, embedded.Version)
	if err != nil {
		variable, _, _ := strings.Cut(why, " ")
		err = fmt.Errorf("engine: the one of %s: %w; update that engine, or unset the variable", variable, err)
		return nil, errors.Join(err, session.Close())
	}
	session.Kind = kind
	announce(display, kind, why, note)
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
