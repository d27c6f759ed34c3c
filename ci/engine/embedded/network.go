//go:build linux

package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/wholefile"
)

const ipForward = "/proc/sys/net/ipv4/ip_forward"

// saveIPForward stores the host's setting in a file, because the engine's bridge turns forwarding on. An existing file
// is older and has the right value. While another engine runs, the setting is on because of it; the alias of its bridge
// has the host's value.
func saveIPForward(file string) error {
	if saved, err := os.ReadFile(file); err == nil && len(saved) > 0 {
		return nil
	}
	value, err := os.ReadFile(ipForward)
	if err != nil {
		return err
	}
	for _, bridge := range engineBridges() {
		alias, err := os.ReadFile(aliasOf(bridge))
		if before, found := strings.CutPrefix(string(alias), aliasPrefix); err == nil && found {
			value = []byte(before)
		}
	}
	return wholefile.Write(file, value, 0o600)
}

// aliasPrefix is the prefix of the alias of an engine's bridge. The host's setting before any engine ran follows.
const aliasPrefix = "ip_forward="

func aliasOf(bridge string) string { return "/sys/class/net/" + bridge + "/ifalias" }

// markBridge stores the host's setting in the bridge's alias, for engines that start while this one runs.
func markBridge(id networkIdentity, file string) error {
	value, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(aliasOf(id.bridge()), []byte(aliasPrefix+strings.TrimSpace(string(value))), 0o644)
}

// clearNetwork removes the bridge and firewall rules from the host's network and restores ip_forward. The firewall's
// programs are in rootfs; without rootfs the rules stay.
func clearNetwork(ctx context.Context, id networkIdentity, rootfs, savedIPForward string) error {
	if _, err := net.InterfaceByName(id.bridge()); err == nil {
		if err := deleteBridge(id.bridge()); err != nil {
			return fmt.Errorf("bridge %s: %w", id.bridge(), err)
		}
	}
	if exists(rootfs) {
		if err := clearFirewall(ctx, id, rootfs); err != nil {
			return err
		}
	}
	saved, err := os.ReadFile(savedIPForward)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(engineBridges()) == 0 {
		if err := os.WriteFile(ipForward, saved, 0o644); err != nil {
			return fmt.Errorf("ip_forward: %w", err)
		}
	}
	return os.Remove(savedIPForward)
}

func deleteBridge(name string) error {
	socket, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	defer unix.Close(socket)
	bridge, err := unix.NewIfreq(name)
	if err != nil {
		return err
	}
	bridge.SetUint16(0) // no IFF_UP: a bridge that is up cannot be deleted
	if err := unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, bridge); err != nil {
		return err
	}
	return unix.IoctlIfreq(socket, unix.SIOCBRDELBR, bridge)
}

// engineBridges lists the bridges of running engines, which need forwarding. It is called before a start and after a
// stop, so this engine's own bridge is not among them.
func engineBridges() []string {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil
	}
	var bridges []string
	for _, i := range interfaces {
		if isBridge(i.Name) {
			bridges = append(bridges, i.Name)
		}
	}
	return bridges
}

// setFirewall adds the rules of the engine's network. It has to run before forwarding is on and the bridge exists.
func setFirewall(ctx context.Context, id networkIdentity, rootfs, savedIPForward string) error {
	saved, err := os.ReadFile(savedIPForward)
	if err != nil {
		return err
	}
	_, err = runInRootfs(ctx, rootfs, firewallRules(id, strings.TrimSpace(string(saved)) != "0"), "iptables-restore", "--noflush")
	return err
}

func clearFirewall(ctx context.Context, id networkIdentity, rootfs string) error {
	rules, err := runInRootfs(ctx, rootfs, "", "iptables-save")
	if err != nil {
		return err
	}
	if removal := firewallRemoval(rules, id); removal != "" {
		_, err = runInRootfs(ctx, rootfs, removal, "iptables-restore", "--noflush")
	}
	return err
}

// firewallLimit is how long a change of the firewall's rules may take: the
// programs wait for other programs that change them.
const firewallLimit = 30 * time.Second

// runInRootfs runs a program of the root file system in the host's network and returns its output.
func runInRootfs(ctx context.Context, rootfs, stdin, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, firewallLimit)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, "/usr/sbin/"+name, args...)
	cmd.WaitDelay = time.Second
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: rootfs}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err := cmd.Run()
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return "", fmt.Errorf("%s: it did not end within %s; another program may hold the firewall's lock", name, firewallLimit)
	}
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}
