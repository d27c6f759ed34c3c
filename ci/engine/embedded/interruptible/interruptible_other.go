//go:build !linux

package interruptible

import (
	"os/exec"
	"time"
)

// run does not interrupt children: only the embedded engine needs that, and it runs on Linux.
func run(cmd *exec.Cmd, _ time.Duration) error { return cmd.Run() }
