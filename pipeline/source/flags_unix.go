//go:build unix

package source

import "syscall"

const openFlags = syscall.O_NONBLOCK | syscall.O_NOFOLLOW
