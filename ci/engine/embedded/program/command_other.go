//go:build !linux

package program

import "os/exec"

// The embedded engine, which the programs are for, is for Linux.
var lowPriority []string

func interruptible(*exec.Cmd) {}
