// Package timelimit gives every wait inside the engine an end: commands in
// containers, and what the engine itself waits for.
package timelimit

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"dagger/python-pipeline/settings"
)

// Default is the time that one step of a build has. Compiling a large package
// on a slow machine takes minutes; what takes longer than this hangs.
const Default = 30 * time.Minute

// killAfter is the time, in seconds, that a command has to be listed and ended.
const killAfter = "10"

//go:embed timelimit.sh
var script string

// exceeded is the exit status of the script when the time is over. Commands may
// end with it too; the script's own line tells them apart.
const exceeded = 124

// Parse reads a limit such as "30m", in whole seconds at least.
func Parse(text string) (time.Duration, error) {
	var limit settings.Duration
	if err := limit.UnmarshalText([]byte(text)); err != nil {
		return 0, fmt.Errorf("step-timeout: %q is not a valid duration; write one above 0s, such as 30m or 90s", text)
	}
	return time.Duration(math.Ceil(time.Duration(limit).Seconds())) * time.Second, nil
}

// Command gives the command that runs another one within a limit. It needs
// /bin/sh and timeout, of coreutils or of BusyBox, by its path and not by PATH,
// where a package may have put another one. As process 1 of its container it
// cannot be stopped by what it runs.
func Command(limit time.Duration, command []string) []string {
	seconds := int(math.Ceil(limit.Seconds()))
	return append([]string{
		"/usr/bin/timeout", "-s", "WINCH", "-k", killAfter, strconv.Itoa(seconds),
		"/bin/sh", "-c", script, text(limit),
	}, command...)
}

// Exceeded tells whether a command that [Command] gave was ended by its limit,
// by its exit status and its standard error, and which limit that was.
func Exceeded(command []string, status int, stderr string) (limit string, ended bool) {
	const scriptAt, limitAt = 8, 9
	if status != exceeded || len(command) <= limitAt || command[scriptAt] != script {
		return "", false
	}
	limit = command[limitAt]
	return limit, strings.Contains(stderr, "time limit: it did not end within "+limit+";")
}

// Within runs what waits for the engine, within a limit. When the time is over
// the error is ended.
func Within(ctx context.Context, limit time.Duration, ended error, run func(context.Context) error) error {
	bounded, cancel := context.WithTimeoutCause(ctx, limit, ended)
	defer cancel()
	err := run(bounded)
	if err != nil && errors.Is(context.Cause(bounded), ended) {
		return ended
	}
	return err
}

func text(limit time.Duration) string { return settings.Duration(limit).String() }
