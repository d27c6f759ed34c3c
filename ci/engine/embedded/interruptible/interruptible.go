// Package interruptible runs programs that start others, such as compilers and
// package managers, so that none of them outlives an interrupted run.
package interruptible

import (
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// cleanUpLimit is how long an interrupted program may take to delete what it has
// not finished: mmdebstrap a whole root file system. Most need no time at all.
const cleanUpLimit = 30 * time.Second

// lastLines is how much an error tells of what a program said: the end is where
// programs say what failed.
const lastLines = 5

// Output is cmd.Output for a command of exec.CommandContext. When its context is
// done, the program and all that it started are interrupted as Ctrl-C would, and
// when Output returns they have ended: what is left of them after half a minute is
// killed. The error of a program that failed ends with the last lines of its
// standard error.
func Output(cmd *exec.Cmd) (string, error) {
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := run(cmd, cleanUpLimit)
	if said := strings.TrimSpace(stderr.String()); err != nil && said != "" {
		lines := strings.Split(said, "\n")
		err = fmt.Errorf("%w: %s", err, strings.Join(lines[max(0, len(lines)-lastLines):], "; "))
	}
	return stdout.String(), err
}
