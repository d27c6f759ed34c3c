package embedded

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"slices"
	"strings"

	"python-pipeline/ci/wholefile"
)

// A networkIdentity is the part of an engine that the host's network sees. It is derived from the cache folder, so that
// two engines can run side by side, and is stored there, because images are named by the registry's port.
type networkIdentity struct {
	// Port is the registry's port, on loopback.
	Port int `json:"port"`
	// Network is the name of the containers' network. The bridge's name is this name and a 0.
	Network string `json:"network"`
	// Range is the address range of the containers.
	Range string `json:"range"`
}

func (i networkIdentity) bridge() string   { return i.Network + "0" }
func (i networkIdentity) registry() string { return fmt.Sprintf("127.0.0.1:%d", i.Port) }

// networkPrefix is the prefix of the name of every embedded engine's network.
const networkPrefix = "pypl"

func isBridge(name string) bool { return strings.HasPrefix(name, networkPrefix) }

// loadIdentity returns the folder's identity. The first call chooses it.
func (f Folder) loadIdentity() (networkIdentity, error) {
	id, err := f.readIdentity()
	if err == nil {
		return id, nil
	}
	if id, err = chooseIdentity(string(f)); err != nil {
		return id, err
	}
	content, err := json.Marshal(id)
	if err != nil {
		return id, err
	}
	return id, wholefile.Write(f.identityFile(), content, 0o600)
}

func (f Folder) readIdentity() (networkIdentity, error) {
	var id networkIdentity
	content, err := os.ReadFile(f.identityFile())
	if err == nil {
		err = json.Unmarshal(content, &id)
	}
	if err == nil && (id.Port == 0 || id.Network == "" || id.Range == "") {
		err = errors.New(f.identityFile() + ": the file is incomplete")
	}
	return id, err
}

func chooseIdentity(folder string) (networkIdentity, error) {
	sum := sha256.Sum256([]byte(folder))
	id := networkIdentity{Network: networkName(folder)}
	port, err := freePort(20000 + int(binary.BigEndian.Uint16(sum[4:])%10000))
	if err != nil {
		return id, err
	}
	id.Port = port
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return id, fmt.Errorf("addresses of this machine: %w", err)
	}
	id.Range, err = freeRange(addresses, int(sum[6]))
	return id, err
}

func networkName(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return networkPrefix + hex.EncodeToString(sum[:3])
}

// freePort returns the first free port, from the wanted one on.
func freePort(wanted int) (int, error) {
	for port := wanted; port < wanted+1000; port++ {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return port, listener.Close()
		}
	}
	return 0, fmt.Errorf("registry: no free port on loopback from %d on", wanted)
}

// freeRange returns a /16 of 10.0.0.0/8 that does not overlap a network of the host.
func freeRange(taken []net.Addr, seed int) (string, error) {
	for i := range 190 {
		candidate := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(64 + (seed+i)%190), 0, 0}), 16)
		if !slices.ContainsFunc(taken, func(address net.Addr) bool {
			prefix, err := netip.ParsePrefix(address.String())
			return err == nil && prefix.Overlaps(candidate)
		}) {
			return candidate.String(), nil
		}
	}
	return "", fmt.Errorf("containers' network: every range of 10.64.0.0/10 and above is in use on this machine")
}
