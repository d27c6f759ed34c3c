// Package containerruntime finds the container runtime of this machine, and
// calls its program.
package containerruntime

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// programs are those with which Dagger's client can run an engine, too.
var programs = []string{"docker", "podman", "nerdctl"}

// daemonLimit is how long the daemon of one container runtime may take to
// answer.
const daemonLimit = 5 * time.Second

// Limit is how long a command of a container runtime may take that works on what
// its daemon has already. That on a whole image takes LoadLimit at most.
const (
	Limit     = time.Minute
	LoadLimit = 15 * time.Minute
)

// ErrNone says that no program of a container runtime is on PATH.
var ErrNone = errors.New("no container runtime is installed")

// Installed lists the programs of container runtimes that are on PATH. A program
// on PATH proves nothing: Answers asks its daemon.
func Installed() []string {
	var installed []string
	for _, program := range programs {
		if _, err := exec.LookPath(program); err == nil {
			installed = append(installed, program)
		}
	}
	return installed
}

// Answers says what is wrong with the daemon of a container runtime, nil when it
// answers.
func Answers(ctx context.Context, program string) error { return askDaemon(ctx, program, daemonLimit) }

// Running names the program of the first container runtime whose daemon answers.
// The error says what is wrong with each that is installed.
func Running(ctx context.Context) (string, error) { return running(ctx, daemonLimit) }

func running(ctx context.Context, limit time.Duration) (string, error) {
	installed := Installed()
	if len(installed) == 0 {
		return "", ErrNone
	}
	var silent []error
	for _, program := range installed {
		err := askDaemon(ctx, program, limit)
		if err == nil {
			return program, nil
		}
		silent = append(silent, err)
	}
	return "", errors.Join(silent...)
}

// askDaemon tries the daemon of a container runtime.
func askDaemon(ctx context.Context, program string, limit time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	_, said, err := call(ctx, program, "info")
	if err == nil {
		return nil
	}
	silent := program + " is installed, but its daemon does not answer"
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%s within %s", silent, limit)
	}
	if said != "" {
		return fmt.Errorf("%s:\n%s", silent, said)
	}
	return fmt.Errorf("%s:\n%s info: %w", silent, program, err)
}

// Output calls a container runtime's program and gives its standard output. The
// error of one that failed ends with what it said, that of one that was ended
// says after which time.
func Output(ctx context.Context, limit time.Duration, program string, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, limit, fmt.Errorf("it did not end within %s: see whether its daemon still answers", limit))
	defer cancel()
	out, said, err := call(ctx, program, arguments...)
	if err == nil {
		return out, nil
	}
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	if said != "" {
		return "", fmt.Errorf("%s %s: %w: %s", program, arguments[0], err, said)
	}
	return "", fmt.Errorf("%s %s: %w", program, arguments[0], err)
}

func call(ctx context.Context, program string, arguments ...string) (out, said string, err error) {
	var stdout, stderr strings.Builder
	cmd := exec.CommandContext(ctx, program, arguments...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	// What the program started may hold its standard error open.
	cmd.WaitDelay = time.Second
	err = cmd.Run()
	return stdout.String(), strings.TrimSpace(stderr.String()), err
}
