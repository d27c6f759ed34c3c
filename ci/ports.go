package main

import (
	"fmt"
	"net"
	"sync"
)

// localPorts gives away ports of this machine, each once.
type localPorts struct {
	mu    sync.Mutex
	taken map[int]bool
}

// take gives the wanted port, or another one where it is in use.
func (l *localPorts) take(wanted int) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	port := wanted
	for l.taken[port] || !free(port) {
		listener, err := net.Listen("tcp", ":0")
		if err != nil {
			return 0, fmt.Errorf("port %d is in use, and no other is to be had: %w", wanted, err)
		}
		port = listener.Addr().(*net.TCPAddr).Port
		listener.Close()
	}
	if l.taken == nil {
		l.taken = map[int]bool{}
	}
	l.taken[port] = true
	return port, nil
}

// free tells whether nobody listens on a port, on any address.
func free(port int) bool {
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		return false
	}
	listener.Close()
	return true
}
