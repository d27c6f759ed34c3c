package embedded

import (
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestIdentityIsDerivedFromTheFolder(t *testing.T) {
	t.Parallel()
	chosen := map[string]networkIdentity{}
	for _, folder := range []string{"/home/ada/.cache/python-pipeline", "/var/cache/engine"} {
		id, err := chooseIdentity(folder)
		if err != nil {
			t.Fatal(err)
		}
		chosen[folder] = id
		again, err := chooseIdentity(folder)
		if err != nil || again.Network != id.Network || again.Range != id.Range {
			t.Errorf("%s: got %+v, then %+v, %v", folder, id, again, err)
		}
		if !strings.HasPrefix(id.Network, networkPrefix) || len(id.bridge()) > 15 {
			t.Errorf("%s: a bridge cannot be called %s", folder, id.bridge())
		}
		if want := fmt.Sprintf("127.0.0.1:%d", id.Port); id.registry() != want || id.Port < 20000 || id.Port >= 31000 {
			t.Errorf("%s: the registry is at %s", folder, id.registry())
		}
	}
	if one, other := chosen["/home/ada/.cache/python-pipeline"], chosen["/var/cache/engine"]; one.Network == other.Network || one.Range == other.Range || one.Port == other.Port {
		t.Errorf("two engines cannot live side by side with %+v and %+v", one, other)
	}
}

func TestIdentityIsStored(t *testing.T) {
	t.Parallel()
	folder := Folder(t.TempDir())
	first, err := folder.loadIdentity()
	if err != nil {
		t.Fatal(err)
	}
	// The registry's port stays, even when another program uses it: images are
	// named by it.
	if listener, err := net.Listen("tcp", first.registry()); err == nil {
		defer listener.Close()
	}
	again, err := folder.loadIdentity()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("identity differs (-first +again):\n%s", diff)
	}
}

func TestBrokenIdentityIsChosenAgain(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"cut off": `{"port": 200`, "empty": "{}"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := Folder(t.TempDir())
			if err := os.WriteFile(folder.identityFile(), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			if id, err := folder.loadIdentity(); err != nil || id.Port == 0 || id.Network == "" || id.Range == "" {
				t.Errorf("got %+v, %v", id, err)
			}
		})
	}
}

func TestFreePortSkipsAUsedPort(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	taken := listener.Addr().(*net.TCPAddr).Port
	if port, err := freePort(taken); err != nil || port <= taken {
		t.Errorf("got %d, %v; %d is taken", port, err, taken)
	}
}

func TestFreeRange(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		taken []string
		seed  int
		want  string
	}{
		"a machine without addresses":     {nil, 0, "10.64.0.0/16"},
		"the seed is the first candidate": {nil, 100, "10.164.0.0/16"},
		"the last range":                  {nil, 189, "10.253.0.0/16"},
		"a seed beyond the last range":    {nil, 255, "10.129.0.0/16"},
		"other private networks":          {[]string{"127.0.0.1/8", "192.168.1.7/24", "172.17.0.1/16", "fd00::1/8", "10.1.2.3/16"}, 0, "10.64.0.0/16"},
		"an address in the first range":   {[]string{"10.64.7.1/24"}, 0, "10.65.0.0/16"},
		"a wide network":                  {[]string{"10.64.0.1/12"}, 3, "10.80.0.0/16"},
		"after the last comes the first":  {[]string{"10.253.0.1/16"}, 189, "10.64.0.0/16"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := freeRange(addresses(t, test.taken), test.seed)
			if err != nil || got != test.want {
				t.Errorf("got %s, %v; want %s", got, err, test.want)
			}
		})
	}
}

func TestNoFreeRange(t *testing.T) {
	t.Parallel()
	got, err := freeRange(addresses(t, []string{"10.8.0.1/8"}), 0)
	if err == nil || !strings.HasPrefix(err.Error(), "containers' network: ") {
		t.Errorf("got %s, %v", got, err)
	}
}

// addresses returns networks as net.InterfaceAddrs does.
func addresses(t *testing.T, texts []string) []net.Addr {
	t.Helper()
	var list []net.Addr
	for _, text := range texts {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			t.Fatal(err)
		}
		address := prefix.Addr()
		list = append(list, &net.IPNet{IP: address.AsSlice(), Mask: net.CIDRMask(prefix.Bits(), address.BitLen())})
	}
	return list
}
