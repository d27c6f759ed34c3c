package engine

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"python-pipeline/ci/progress"
)

// connectRuntime lets Dagger's client start its engine in a container runtime.
// A program on PATH proves nothing, nor does a daemon that answers: only an
// open session counts.
func connectRuntime(ctx context.Context, display *progress.Display, o Options) (*Session, error) {
	name, err := runningRuntime(ctx, runtimeLimit)
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

// runtimes are the programs with which Dagger's client can run an engine.
var runtimes = []string{"docker", "podman", "nerdctl"}

// runtimeLimit is how long the daemon of one container runtime may take to
// answer.
const runtimeLimit = 5 * time.Second

// runningRuntime names the first container runtime whose daemon answers. The
// error says what is wrong with each that is installed.
func runningRuntime(ctx context.Context, limit time.Duration) (string, error) {
	var silent []error
	for _, name := range runtimes {
		if _, err := exec.LookPath(name); err != nil {
			continue
		}
		err := askDaemon(ctx, name, limit)
		if err == nil {
			return name, nil
		}
		silent = append(silent, err)
	}
	if len(silent) == 0 {
		return "", errors.New("no container runtime is installed")
	}
	return "", errors.Join(silent...)
}

// askDaemon tries the daemon of a container runtime.
func askDaemon(ctx context.Context, name string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var said strings.Builder
	cmd := exec.CommandContext(ctx, name, "info")
	cmd.Stderr = &said
	// What the program started may hold its standard error open.
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	if err == nil {
		return nil
	}
	silent := name + " is installed, but its daemon does not answer"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%s within %s", silent, limit)
	}
	if words := strings.TrimSpace(said.String()); words != "" {
		return fmt.Errorf("%s:\n%s", silent, words)
	}
	return fmt.Errorf("%s:\n%s info: %w", silent, name, err)
}
