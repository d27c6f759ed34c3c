//go:build !linux

package program

// lowPriority is empty: the programs are compiled for the embedded engine, which runs on Linux.
var lowPriority []string
