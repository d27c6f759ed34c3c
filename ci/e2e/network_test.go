//go:build linux

package e2e

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"dagger.io/dagger"
	"golang.org/x/sys/unix"

	"python-pipeline/ci/summary"
)

// The engine makes this machine forward packets. Two networks that hang on it
// stand for those of other machines: neither reaches a container, this machine's
// address beside the containers, nor, unless packets were forwarded before any
// engine ran, the other. Containers reach out, but not to a cloud's metadata.
func TestForwardingIsForContainersAlone(t *testing.T) {
	t.Parallel()
	one, other := attachNetwork(t, "one", "198.18.71"), attachNetwork(t, "other", "198.18.72")
	// As a cloud has it: an address that is routed to who knows the credentials.
	const credentials = "169.254.169.254"
	command(t, "ip", "-n", other.name, "address", "add", credentials+"/32", "dev", "outside")
	command(t, "ip", "route", "add", credentials+"/32", "via", other.address)
	t.Cleanup(func() { command(t, "ip", "route", "delete", credentials+"/32", "via", other.address) })
	here := listen(t, "")
	there := listen(t, other.name)

	app := ci(t, nil, calculator(t, "routed")).mustPass(t).app(t, "routed")
	container := net.JoinHostPort(serve(t, app, 8000), "8000")
	forwardedBefore := savedIPForward(t, cacheFolder(t)) != "0"
	for name, test := range map[string]struct {
		from, to string // a network, "" for this machine
		want     bool
	}{
		"this machine to a container":        {"", container, true},
		"this machine to another network":    {"", net.JoinHostPort(other.address, there), true},
		"this machine to the metadata":       {"", net.JoinHostPort(credentials, there), true},
		"a network to this machine":          {one.name, net.JoinHostPort(one.gateway, here), true},
		"a network to a container":           {one.name, container, false},
		"a network to this machine's bridge": {one.name, net.JoinHostPort(bridgeAddress(t), here), false},
		"a network through us to another":    {one.name, net.JoinHostPort(other.address, there), forwardedBefore},
	} {
		t.Run(name, func(t *testing.T) {
			if err := dialFrom(t, test.from, test.to); (err == nil) != test.want {
				t.Errorf("%s from %q: got %v, want it reached: %t", test.to, test.from, err, test.want)
			}
		})
	}
	if out, err := reachFromContainer(t, app, other.address, there); err != nil {
		t.Errorf("a container does not reach out: %v %s", err, out)
	}
	if _, err := reachFromContainer(t, app, credentials, there); err == nil {
		t.Error("a container reaches the machine's credentials")
	}
}

// A network is one beside this machine's own.
type network struct{ name, gateway, address string }

// attachNetwork makes a network that reaches the world through this machine.
func attachNetwork(t *testing.T, name, prefix string) network {
	t.Helper()
	n := network{name: named(name), gateway: prefix + ".1", address: prefix + ".2"}
	inside := "e2e-" + name
	command(t, "ip", "netns", "add", n.name)
	t.Cleanup(func() {
		command(t, "ip", "netns", "delete", n.name)
		// It goes with the network, a moment later.
		_ = exec.Command("ip", "link", "delete", inside).Run()
	})
	command(t, "ip", "link", "add", inside, "type", "veth", "peer", "name", "outside", "netns", n.name)
	command(t, "ip", "address", "add", n.gateway+"/24", "dev", inside)
	command(t, "ip", "link", "set", inside, "up")
	command(t, "ip", "-n", n.name, "address", "add", n.address+"/24", "dev", "outside")
	command(t, "ip", "-n", n.name, "link", "set", "outside", "up")
	command(t, "ip", "-n", n.name, "route", "add", "default", "via", n.gateway)
	return n
}

func command(t *testing.T, name string, arguments ...string) {
	t.Helper()
	if out, err := exec.Command(name, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("%s %s: %v: %s", name, strings.Join(arguments, " "), err, out)
	}
}

// inNetwork runs a function in a network, "" for this machine's own.
func inNetwork(t *testing.T, name string, do func() error) error {
	t.Helper()
	if name == "" {
		return do()
	}
	result := make(chan error)
	go func() {
		// The thread is not given back: it ends with the function.
		runtime.LockOSThread()
		result <- func() error {
			space, err := os.Open(filepath.Join("/run/netns", name))
			if err != nil {
				return err
			}
			defer space.Close()
			if err := unix.Setns(int(space.Fd()), unix.CLONE_NEWNET); err != nil {
				return err
			}
			return do()
		}()
	}()
	return <-result
}

// listen accepts connections at all addresses of a network and gives the port.
func listen(t *testing.T, network string) string {
	t.Helper()
	var listener net.Listener
	if err := inNetwork(t, network, func() (err error) {
		listener, err = net.Listen("tcp4", "0.0.0.0:0")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			connection.Close()
		}
	}()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}

// dialFrom opens a connection from a network.
func dialFrom(t *testing.T, network, address string) error {
	t.Helper()
	return inNetwork(t, network, func() error {
		connection, err := net.DialTimeout("tcp4", address, 2*time.Second)
		if err != nil {
			return err
		}
		return connection.Close()
	})
}

// serve runs a service in a container of a published image until the test ends,
// and gives its address.
func serve(t *testing.T, app summary.App, port int) string {
	t.Helper()
	client, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	image := client.Container().From(app.References[0])
	service := image.WithExposedPort(port).AsService(dagger.ContainerAsServiceOpts{Args: []string{"python", "-m", "http.server", strconv.Itoa(port)}})
	if _, err := service.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	found, err := image.WithServiceBinding("service", service).
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"getent", "ahostsv4", "service"}).Stdout(t.Context())
	fields := strings.Fields(found)
	if err != nil || len(fields) == 0 {
		t.Fatalf("the service's address: %q, %v", found, err)
	}
	return fields[0]
}

// reachFromContainer opens a connection from a container.
func reachFromContainer(t *testing.T, app summary.App, address, port string) (string, error) {
	t.Helper()
	client, err := connect()
	if err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("import socket; socket.create_connection((%q, %s), 2)", address, port)
	return client.Container().From(app.References[0]).
		WithEnvVariable("NOW", time.Now().String()).
		WithExec([]string{"python", "-c", script}).Stdout(t.Context())
}
