//go:build !linux

package interruptible

import (
	"os/exec"
	"time"
)

// The embedded engine, which the programs are for, is for Linux.
func run(cmd *exec.Cmd, _ time.Duration) error { return cmd.Run() }
