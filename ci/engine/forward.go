package engine

import (
	"context"
	"fmt"
	"maps"
	"net"
	"slices"
	"strings"
	"time"

	"dagger.io/dagger"
)

// Forward starts a service and makes its ports reachable: each key is a port of
// the service, its value what Listen gave for it, which is Forward's from now on.
// It returns when the service answers; both end with the session. image is one
// that has getent.
//
// The containers of the embedded engine can be reached from here, so their
// ports are forwarded by this program, on loopback alone. For any other engine
// it is Dagger's tunnel, which listens on all addresses, and tells no client
// that the service has closed a connection.
func (s *Session) Forward(ctx context.Context, service *dagger.Service, ports map[int]net.Listener, image string) (err error) {
	defer func() {
		if err != nil {
			closeAll(ports)
		}
	}()
	if s.Open() {
		return s.tunnel(ctx, service, ports)
	}
	address, err := within(ctx, startLimit, "service: it does not listen", func(ctx context.Context) (string, error) {
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

// startLimit is how long a service may take to listen at its ports, its images
// included: they may have to be downloaded.
const startLimit = 15 * time.Minute

func (s *Session) tunnel(ctx context.Context, service *dagger.Service, ports map[int]net.Listener) error {
	var forwards []dagger.PortForward
	for _, port := range slices.Sorted(maps.Keys(ports)) {
		forwards = append(forwards, dagger.PortForward{Backend: port, Frontend: PortOf(ports[port]), Protocol: dagger.NetworkProtocolTcp})
	}
	closeAll(ports) // Dagger's client listens itself
	_, err := within(ctx, startLimit, "service: it does not listen", func(ctx context.Context) (*dagger.Service, error) {
		return s.Host().Tunnel(service, dagger.HostTunnelOpts{Ports: forwards}).Start(ctx)
	})
	return err
}

func closeAll(ports map[int]net.Listener) {
	for _, listener := range ports {
		listener.Close()
	}
}

// addressOf asks for a running service's address where it is known: in a
// container of the same session.
func (s *Session) addressOf(ctx context.Context, service *dagger.Service, image string) (string, error) {
	const name = "service"
	found, err := s.Container().From(image).
		WithServiceBinding(name, service).
		// Addresses change: no answer is to come from the cache.
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"getent", "ahostsv4", name}).
		Stdout(ctx)
	if err != nil {
		return "", err
	}
	fields := strings.Fields(found)
	if len(fields) == 0 || net.ParseIP(fields[0]) == nil {
		return "", fmt.Errorf("service: the engine's name server answers %q", found)
	}
	return fields[0], nil
}
