package embedded

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// tools are the host's programs that the bring-up runs.
var tools = []string{"apt-get", "dpkg-deb", "perl", "tar", "go"}

// CanRun returns an error that names what this machine lacks for an embedded engine.
func CanRun() error {
	var missing []string
	if runtime.GOOS != "linux" {
		missing = append(missing, "Linux (this is "+runtime.GOOS+")")
	} else if os.Geteuid() != 0 {
		missing = append(missing, "root")
	}
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			missing = append(missing, tool)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("embedded engine: it needs %s, which this machine lacks; install Docker or Podman, or name a running engine in _EXPERIMENTAL_DAGGER_RUNNER_HOST",
		strings.Join(missing, " and "))
}

// noIPv4Warning is shown on a machine without an IPv4 address: containers have only IPv4.
const noIPv4Warning = "embedded engine: this machine has no IPv4 address, and containers have only IPv4, so they cannot reach other machines; give this machine an IPv4 address, or name an engine in _EXPERIMENTAL_DAGGER_RUNNER_HOST"

// onlyIPv6 reports whether a machine can reach others by IPv6 but not by IPv4.
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

// hostAddresses lists the addresses of the machine, without those of engines'
// bridges, which do not lead to other machines.
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
			continue // the interface was removed meanwhile
		}
		all = append(all, addresses...)
	}
	return all, nil
}
