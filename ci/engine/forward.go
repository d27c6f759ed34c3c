package engine

import (
	"context"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"dagger.io/dagger"
)

// Forward starts a service and makes its ports reachable from this machine. ports maps each port of the service to a
// listener from Listen, which Forward takes over. It returns when the service answers; service and forwarding end with
// the session. image has to have the program getent.
//
// Containers of the embedded engine are reachable from this machine, so this program forwards their ports, on loopback
// only. For other engines Dagger's tunnel does it, which listens on all addresses and does not pass on to clients that
// the service closed a connection.
func (s *Session) Forward(ctx context.Context, service *dagger.Service, ports map[int]net.Listener, image string) (err error) {
	defer func() {
		if err != nil {
			closeAll(ports)
		}
	}()
	if s.ExposesPorts() {
		return s.tunnel(ctx, service, ports)
	}
	address, err := callWithin(ctx, startLimit, "service: it does not listen", func(ctx context.Context) (string, error) {
		if _, err := service.Start(ctx); err != nil {
			return "", err
		}
		return s.addressOf(ctx, service, image)
	})
	if err != nil {
		return err
	}
	for port, listener := range ports {
		relay(ctx, listener, fmt.Sprintf("%s:%d", address, port))
	}
	return nil
}

// startLimit is how long a service may take to listen, including the download of its images.
const startLimit = 15 * time.Minute

func (s *Session) tunnel(ctx context.Context, service *dagger.Service, ports map[int]net.Listener) error {
	var forwards []dagger.PortForward
	for _, port := range slices.Sorted(maps.Keys(ports)) {
		forwards = append(forwards, dagger.PortForward{Backend: port, Frontend: PortOf(ports[port]), Protocol: dagger.NetworkProtocolTcp})
	}
	closeAll(ports) // Dagger's client opens them again
	_, err := callWithin(ctx, startLimit, "service: it does not listen", func(ctx context.Context) (*dagger.Service, error) {
		return s.Host().Tunnel(service, dagger.HostTunnelOpts{Ports: forwards}).Start(ctx)
	})
	return err
}

func closeAll(ports map[int]net.Listener) {
	for _, listener := range ports {
		listener.Close()
	}
}

// addressOf returns the address of a running service. Only containers of the
// same session can resolve its name, so one of them does.
func (s *Session) addressOf(ctx context.Context, service *dagger.Service, image string) (string, error) {
	const name = "service"
	output, err := s.Container().From(image).
		WithServiceBinding(name, service).
		// The address changes, so the answer must not come from the cache.
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"getent", "ahostsv4", name}).
		Stdout(ctx)
	if err != nil {
		return "", err
	}
	fields := strings.Fields(output)
	if len(fields) == 0 || net.ParseIP(fields[0]) == nil {
		return "", fmt.Errorf("service: the engine's name server answers %q", output)
	}
	return fields[0], nil
}

// Listen opens a port of this machine for Forward: the wanted port, or a free one when that is in use. It stays open,
// so that no other program takes the port in the meantime.
func (s *Session) Listen(wanted int) (net.Listener, error) {
	host := "127.0.0.1"
	if s.ExposesPorts() {
		host = ""
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(wanted)))
	if err == nil {
		return listener, nil
	}
	if listener, err = net.Listen("tcp", net.JoinHostPort(host, "0")); err != nil {
		return nil, fmt.Errorf("port %d is in use, and no other port can be opened: %w", wanted, err)
	}
	return listener, nil
}

// ExposesPorts reports whether other machines can reach the ports of Forward:
// Dagger's tunnel always listens on all addresses.
func (s *Session) ExposesPorts() bool { return s.Kind != KindEmbedded }

// PortOf returns the port of a listener.
func PortOf(listener net.Listener) int { return listener.Addr().(*net.TCPAddr).Port }
