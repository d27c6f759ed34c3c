//go:build linux

package embedded

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// The last engine that stops restores the host's setting.
func TestForwardingIsRestored(t *testing.T) {
	t.Parallel()
	other := networkIdentity{Network: networkPrefix + "ffffff"}.bridge()
	for name, test := range map[string]struct {
		before, during string
		otherRuns      bool
		want           string
	}{
		"off":                            {"0", "1", false, "0"},
		"on":                             {"1", "1", false, "1"},
		"off, while another engine runs": {"0", "1", true, "1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "ip_forward")
			// A new network has an ip_forward setting of its own.
			inNewNetwork(t, func(ctx context.Context) {
				setForwarding(t, test.before)
				if err := saveIPForward(file); err != nil {
					t.Error(err)
				}
				setForwarding(t, test.during)
				if err := saveIPForward(file); err != nil {
					t.Error(err) // a start after an engine that was killed
				}
				addBridge(t, testIdentity.bridge())
				if test.otherRuns {
					addBridge(t, other)
				}
				if err := clearNetwork(ctx, testIdentity, "/no/root/file/system", file); err != nil {
					t.Error(err)
				}
				if got, err := os.ReadFile(ipForward); err != nil || strings.TrimSpace(string(got)) != test.want {
					t.Errorf("it is %q, %v; want %s", got, err, test.want)
				}
				if bridges := engineBridges(); len(bridges) > 0 != test.otherRuns {
					t.Errorf("bridges: %v", bridges)
				}
				if exists(file) {
					t.Error("the next engine would take the file for the host's setting")
				}
			})
		})
	}
}

// inNewNetwork runs a function on a thread in a new network namespace. It needs
// root, as the embedded engine does.
func inNewNetwork(t *testing.T, do func(context.Context)) {
	t.Helper()
	done := make(chan error)
	go func() {
		// The thread stays locked, so it ends with the goroutine, and the
		// namespace with it.
		runtime.LockOSThread()
		err := unix.Unshare(unix.CLONE_NEWNET)
		if err == nil {
			do(t.Context())
		}
		done <- err
	}()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func setForwarding(t *testing.T, value string) {
	t.Helper()
	if err := os.WriteFile(ipForward, []byte(value), 0o644); err != nil {
		t.Error(err)
	}
}

func addBridge(t *testing.T, name string) {
	t.Helper()
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		t.Error(err)
		return
	}
	defer unix.Close(socket)
	bridge, err := unix.NewIfreq(name)
	if err == nil {
		err = unix.IoctlIfreq(socket, unix.SIOCBRADDBR, bridge)
	}
	if err != nil {
		t.Errorf("bridge %s: %v", name, err)
	}
}
