// Package steplimit limits the time of the engine's work: of commands in containers, and of calls that wait for the
// engine itself.
package steplimit

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

// Default is the time limit of one step of a build. Compiling a large package on a slow machine takes minutes; a step
// that takes longer than this hangs.
const Default = 30 * time.Minute

// killAfter is the time, in seconds, that the script has to list the programs and end them.
const killAfter = "10"

//go:embed start.sh
var start string

//go:embed steplimit.sh
var script string

// timeoutStatus is the exit status of the script when the time is over. A command may end with the same status; the
// script's line tells the two apart.
const timeoutStatus = 124

// Parse reads a limit such as "30m" and rounds it up to whole seconds.
func Parse(text string) (time.Duration, error) {
	var limit settings.Duration
	if err := limit.UnmarshalText([]byte(text)); err != nil {
		return 0, fmt.Errorf("step-timeout: %q is not a valid duration; write one above 0s, such as 30m or 90s", text)
	}
	return time.Duration(math.Ceil(time.Duration(limit).Seconds())) * time.Second, nil
}

// Command returns a command that runs another one, named by the ID, within a limit. It needs /bin/sh and the timeout of
// coreutils or BusyBox, which it calls by path because a package may put another one into PATH. As process 1 of its
// container it cannot be stopped by the other command, except where timeout does not run as process 1 (start.sh).
func Command(limit time.Duration, id string, command []string) []string {
	seconds := int(math.Ceil(limit.Seconds()))
	return append([]string{
		"/bin/sh", "-c", start, "start",
		"/usr/bin/timeout", "-s", "WINCH", "-k", killAfter, strconv.Itoa(seconds),
		"/bin/sh", "-c", script, settings.Duration(limit).String(), id,
	}, command...)
}

// Exceeded reports from the exit status and standard error of a command that [Command] returned whether its limit ended
// it, and returns that limit.
func Exceeded(command []string, status int, stderr string) (limit string, ended bool) {
	if status != timeoutStatus || !isLimited(command) {
		return "", false
	}
	limit = command[limitAt]
	return limit, strings.Contains(stderr, "time limit: it did not end within "+limit+";")
}

// ID returns the ID of a command that [Command] returned, "" for any other command.
func ID(command []string) string {
	if !isLimited(command) {
		return ""
	}
	return command[idAt]
}

// Indexes of the arguments in a command that [Command] returned.
const scriptAt, limitAt, idAt = 12, 13, 14

func isLimited(command []string) bool { return len(command) > idAt && command[scriptAt] == script }

// Within calls a function, which waits for the engine, with a context that ends after the limit. It returns errTimeout
// if the function failed because of that.
func Within(ctx context.Context, limit time.Duration, errTimeout error, run func(context.Context) error) error {
	limited, cancel := context.WithTimeoutCause(ctx, limit, errTimeout)
	defer cancel()
	err := run(limited)
	if err != nil && errors.Is(context.Cause(limited), errTimeout) {
		return errTimeout
	}
	return err
}
