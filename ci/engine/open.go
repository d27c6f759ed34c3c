package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dagger.io/dagger"
	"golang.org/x/mod/semver"

	"python-pipeline/ci/config"
	"python-pipeline/ci/engine/embedded"
	"python-pipeline/ci/progress"
)

// announce prints the kind of the engine and the reasons for it, without empty ones.
func announce(display *progress.Display, kind string, reasons ...string) {
	reasons = slices.DeleteFunc(reasons, func(reason string) bool { return reason == "" })
	display.Info("engine: " + kind + "; " + strings.Join(reasons, "; "))
}

// connectRunner opens a session with the running engine at _EXPERIMENTAL_DAGGER_RUNNER_HOST.
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

// connect opens a session with the engine that one of Dagger's own variables selects; why begins with that variable.
// The engine may be newer than the embedded one.
func connect(ctx context.Context, display *progress.Display, o Options, kind, why string) (*Session, error) {
	session, err := openSession(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("engine: %s, but no session with an engine of version %s or newer could be opened: %w", why, embedded.Version, err)
	}
	note, err := judgeVersion(session.Version, embedded.Version)
	if err != nil {
		variable, _, _ := strings.Cut(why, " ")
		err = fmt.Errorf("engine of %s: %w; update that engine, or unset the variable", variable, err)
		return nil, errors.Join(err, session.Close())
	}
	session.Kind = kind
	announce(display, kind, why, note)
	return session, nil
}

func openSession(ctx context.Context, o Options) (*Session, error) {
	options := []dagger.ClientOpt{dagger.WithLogOutput(o.Log)}
	for _, variable := range append([]string{"DO_NOT_TRACK=1", "DAGGER_NO_NAG=1"}, o.Environment...) {
		name, value, _ := strings.Cut(variable, "=")
		options = append(options, dagger.WithEnvironmentVariable(name, value))
	}
	client, end, err := openWithin(ctx, openLimit, "the engine does not open a session", func(ctx context.Context) (*dagger.Client, error) {
		return dagger.Connect(ctx, options...)
	})
	if err != nil {
		return nil, err
	}
	version, err := callWithin(ctx, versionLimit, "the engine does not answer", client.Version)
	if err != nil {
		end() // Client.Close would wait for the engine
		return nil, err
	}
	return &Session{Client: client, Version: version, end: end}, nil
}

// openLimit is how long it may take to open a session. A container runtime may
// have to download the engine's image first.
const openLimit = 15 * time.Minute

// versionLimit is how long an engine may take to return its version, which needs no work.
const versionLimit = time.Minute

// judgeVersion compares the version of an engine with the version that this program is made for. An older engine is an
// error; for any other difference it returns a note.
func judgeVersion(version, wanted string) (note string, err error) {
	got := "v" + strings.TrimPrefix(version, "v")
	if !semver.IsValid(got) {
		return fmt.Sprintf("its version %q cannot be compared with %s, which this program is made for", version, wanted), nil
	}
	switch order := semver.Compare(release(got), release(wanted)); {
	case order < 0:
		return "", fmt.Errorf("its version %s is older than %s, which this program needs", version, wanted)
	case order > 0:
		return fmt.Sprintf("its version %s is newer than %s, which this program is made for", version, wanted), nil
	case semver.Compare(got, wanted) != 0:
		return fmt.Sprintf("its version %s is a development version of %s, which this program is made for", version, wanted), nil
	}
	return "", nil
}

// release returns the release that a version belongs to. A development version
// is named after the coming release and has most of its functions.
func release(version string) string {
	return strings.TrimSuffix(semver.Canonical(version), semver.Prerelease(version))
}
