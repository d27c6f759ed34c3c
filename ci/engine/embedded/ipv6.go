package embedded

import (
	"net"
	"net/netip"
)

// noIPv4 is what a machine that has no IPv4 address is told: containers have no
// other.
const noIPv4 = "embedded engine: this machine has no IPv4 address, and containers no other: they reach nothing outside of it; give it one, or name an engine in _EXPERIMENTAL_DAGGER_RUNNER_HOST"

// onlyIPv6 says whether the addresses of a machine reach other machines, but none
// by IPv4. Those of engines' bridges do not count: one of them may be here.
func onlyIPv6(addresses []net.Addr) bool {
	found := false
	for _, address := range addresses {
		prefix, err := netip.ParsePrefix(address.String())
		if err != nil || !prefix.Addr().IsGlobalUnicast() {
			continue
		}
		if prefix.Addr().Is4() {
			return false
		}
		found = true
	}
	return found
}

// hostAddresses lists those of the machine without those of engines' bridges.
func hostAddresses() ([]net.Addr, error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var all []net.Addr
	for _, i := range interfaces {
		if isBridge(i.Name) {
			continue
		}
		addresses, err := i.Addrs()
		if err != nil {
			continue // it went meanwhile
		}
		all = append(all, addresses...)
	}
	return all, nil
}
