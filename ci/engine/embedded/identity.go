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
	"strings"

	"python-pipeline/ci/wholefile"
)

// An identity is what of the engine the host's network sees. It derives from
// the cache folder, so that two engines can live side by side, and is kept
// there, since images are named by the registry's port.
type identity struct {
	// Port is the registry's, on loopback.
	Port int `json:"port"`
	// Network names the containers' network; its bridge is the name and a 0.
	Network string `json:"network"`
	// Range is the address range of the containers.
	Range string `json:"range"`
}

func (i identity) bridge() string   { return i.Network + "0" }
func (i identity) registry() string { return fmt.Sprintf("127.0.0.1:%d", i.Port) }

// networkPrefix begins the name of every embedded engine's network.
const networkPrefix = "pypl"

// isBridge says whether an interface is the bridge of an engine.
func isBridge(name string) bool { return strings.HasPrefix(name, networkPrefix) }

// readIdentity gives the folder's identity, chosen at the first call.
func (f Folder) readIdentity() (identity, error) {
	id, err := f.knownIdentity()
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
	return id, wholefile.Write(f.identity(), content, 0o600)
}

// knownIdentity gives the identity that was chosen.
func (f Folder) knownIdentity() (identity, error) {
	var id identity
	content, err := os.ReadFile(f.identity())
	if err == nil {
		err = json.Unmarshal(content, &id)
	}
	if err == nil && (id.Port == 0 || id.Network == "" || id.Range == "") {
		err = errors.New(f.identity() + ": it is not complete")
	}
	return id, err
}

func chooseIdentity(folder string) (identity, error) {
	sum := sha256.Sum256([]byte(folder))
	id := identity{Network: networkOf(folder)}
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

// networkOf names the network of a folder's engine.
func networkOf(folder string) string {
	sum := sha256.Sum256([]byte(folder))
	return networkPrefix + hex.EncodeToString(sum[:3])
}

// freePort gives the first port from the wanted one on that nothing listens to.
func freePort(wanted int) (int, error) {
	for port := wanted; port < wanted+1000; port++ {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			return port, listener.Close()
		}
	}
	return 0, fmt.Errorf("registry: no free port on loopback from %d on", wanted)
}

// freeRange picks a /16 of 10.0.0.0/8 that no interface of the host is in.
func freeRange(taken []net.Addr, seed int) (string, error) {
	for i := range 190 {
		candidate := netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(64 + (seed+i)%190), 0, 0}), 16)
		free := true
		for _, address := range taken {
			if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Overlaps(candidate) {
				free = false
			}
		}
		if free {
			return candidate.String(), nil
		}
	}
	return "", fmt.Errorf("containers' network: every range of 10.64.0.0/10 and above is in use on this machine")
}
