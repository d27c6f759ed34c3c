// Package interruptible runs programs that start other programs, such as compilers and package managers, so that none
// of them outlives an interrupted run.
package interruptible

import (
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// cleanUpLimit is how long an interrupted program may take to delete its unfinished files: mmdebstrap deletes a whole
// root file system. Most programs need no time.
const cleanUpLimit = 30 * time.Second

// lastLines is how many lines of a program's standard error an error contains: the last lines say what failed.
const lastLines = 5

// Output is cmd.Output for a command of exec.CommandContext. When the context is done, the program and all its children
// get SIGINT, as by Ctrl-C; those that still run after cleanUpLimit are killed. All have ended when Output returns. The
// error of a program that failed ends with the last lines of its standard error.
func Output(cmd *exec.Cmd) (string, error) {
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := run(cmd, cleanUpLimit)
	if text := strings.TrimSpace(stderr.String()); err != nil && text != "" {
		lines := strings.Split(text, "\n")
		err = fmt.Errorf("%w: %s", err, strings.Join(lines[max(0, len(lines)-lastLines):], "; "))
	}
	return stdout.String(), err
}
