package engine

import (
	"context"
	"maps"
	"slices"

	"dagger.io/dagger"
)

// Forward starts a service and makes its ports reachable: each key is a port of
// the service, its value the port of this machine, on all of its addresses. It
// returns when the service answers; both end with the session.
func (s *Session) Forward(ctx context.Context, service *dagger.Service, ports map[int]int) error {
	var forwards []dagger.PortForward
	for _, backend := range slices.Sorted(maps.Keys(ports)) {
		forwards = append(forwards, dagger.PortForward{Backend: backend, Frontend: ports[backend], Protocol: dagger.NetworkProtocolTcp})
	}
	_, err := s.Host().Tunnel(service, dagger.HostTunnelOpts{Ports: forwards}).Start(ctx)
	return err
}
