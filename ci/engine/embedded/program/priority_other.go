//go:build !linux

package program

// The embedded engine, which the programs are for, is for Linux.
var lowPriority []string
