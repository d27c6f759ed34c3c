// Package containerruntime finds the container runtime of this machine and runs its program.
package containerruntime

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// programs lists the runtimes in which Dagger's client can start an engine.
var programs = []string{"docker", "podman", "nerdctl"}

const daemonLimit = 5 * time.Second

// Limit is how long a runtime's command may take when its daemon already has everything the command needs; LoadLimit is
// for a command that reads a whole image.
const (
	Limit     = time.Minute
	LoadLimit = 15 * time.Minute
)

// ErrNone means that no container runtime's program is on PATH.
var ErrNone = errors.New("no container runtime is installed")

// FindPrograms lists the container runtimes whose program is on PATH. Their daemons may be down: see CheckDaemon.
func FindPrograms() []string {
	var installed []string
	for _, program := range programs {
		if _, err := exec.LookPath(program); err == nil {
			installed = append(installed, program)
		}
	}
	return installed
}

// CheckDaemon returns an error unless the daemon of a container runtime answers.
func CheckDaemon(ctx context.Context, program string) error {
	return checkDaemon(ctx, program, daemonLimit)
}

// FindRunning returns the program of the first container runtime whose daemon
// answers. The error has the reason of each runtime that is installed.
func FindRunning(ctx context.Context) (string, error) { return findRunning(ctx, daemonLimit) }

func findRunning(ctx context.Context, limit time.Duration) (string, error) {
	installed := FindPrograms()
	if len(installed) == 0 {
		return "", ErrNone
	}
	var failures []error
	for _, program := range installed {
		err := checkDaemon(ctx, program, limit)
		if err == nil {
			return program, nil
		}
		failures = append(failures, err)
	}
	return "", errors.Join(failures...)
}

func checkDaemon(ctx context.Context, program string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	_, stderr, err := run(ctx, program, "info")
	if err == nil {
		return nil
	}
	problem := program + " is installed, but its daemon does not answer"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%s within %s", problem, limit)
	}
	if stderr != "" {
		return fmt.Errorf("%s:\n%s", problem, stderr)
	}
	return fmt.Errorf("%s:\n%s info: %w", problem, program, err)
}

// Output runs a container runtime's program and returns its standard output. The error ends with the program's standard
// error; after a timeout it has the limit.
func Output(ctx context.Context, limit time.Duration, program string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it did not end within %s: check whether its daemon still answers", limit))
	defer cancel()
	stdout, stderr, err := run(ctx, program, arguments...)
	if err == nil {
		return stdout, nil
	}
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	if stderr != "" {
		return "", fmt.Errorf("%s %s: %w: %s", program, arguments[0], err, stderr)
	}
	return "", fmt.Errorf("%s %s: %w", program, arguments[0], err)
}

func run(ctx context.Context, program string, arguments ...string) (stdout, stderr string, err error) {
	var out, problems strings.Builder
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Stdout, cmd.Stderr = &out, &problems
	// A child of the program may keep its standard error open.
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	return out.String(), strings.TrimSpace(problems.String()), err
}
