package engine

import (
	"fmt"
	"net"
	"strconv"
)

// Listen opens a port of this machine for Forward: the wanted one, or another
// where that is in use. It stays open, so that nobody takes it meanwhile.
func (s *Session) Listen(wanted int) (net.Listener, error) {
	host := "127.0.0.1"
	if s.Open() {
		host = ""
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(wanted)))
	if err == nil {
		return listener, nil
	}
	if listener, err = net.Listen("tcp", net.JoinHostPort(host, "0")); err != nil {
		return nil, fmt.Errorf("port %d is in use, and no other is to be had: %w", wanted, err)
	}
	return listener, nil
}

// Open tells whether other machines reach the ports of Forward: Dagger's tunnel
// listens on all addresses of this one, and cannot be told another.
func (s *Session) Open() bool { return s.Kind != KindEmbedded }

// PortOf is the port that a listener has.
func PortOf(listener net.Listener) int { return listener.Addr().(*net.TCPAddr).Port }
