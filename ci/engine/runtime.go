package engine

import (
	"context"
	"fmt"

	"python-pipeline/ci/containerruntime"
	"python-pipeline/ci/progress"
)

// connectRuntime lets Dagger's client start its engine in a container runtime.
// That its daemon answers proves nothing: only an open session counts.
func connectRuntime(ctx context.Context, display *progress.Display, o Options) (*Session, error) {
	name, err := containerruntime.Running(ctx)
	if err != nil {
		return nil, err
	}
	session, err := open(ctx, o)
	if err != nil {
		return nil, fmt.Errorf("%s answers, but no session with an engine in it could be opened: %w", name, err)
	}
	session.Kind = KindDocker
	display.Info("engine: " + KindDocker + "; " + name + " answers")
	return session, nil
}
