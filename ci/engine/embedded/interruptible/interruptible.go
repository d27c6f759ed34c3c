// Package interruptible runs programs that start others, such as compilers and
// package managers, so that none of them outlives an interrupted run.
package interruptible

import (
	"bytes"
	"os/exec"
	"time"
)

// CleanUpLimit is how long an interrupted program may take to delete what it has
// not finished: mmdebstrap a whole root file system. Most need no time at all.
const CleanUpLimit = 30 * time.Second

// Run is cmd.Run for a command of exec.CommandContext. When its context is done,
// the program and all that it started are interrupted as Ctrl-C would, and when
// Run returns they have ended: what is left of them after CleanUpLimit is killed.
func Run(cmd *exec.Cmd) error { return run(cmd, CleanUpLimit) }

// CombinedOutput is cmd.CombinedOutput, by Run.
func CombinedOutput(cmd *exec.Cmd) ([]byte, error) {
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	err := Run(cmd)
	return said.Bytes(), err
}
