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

// saveIPForward remembers the host's setting, which the engine's bridge turns
// on. A value that is already remembered is older and the right one. Where
// another engine runs the setting is on because of it; its bridge says what it
// was before.
func saveIPForward(file string) error {
	if saved, err := os.ReadFile(file); err == nil && len(saved) > 0 {
		return nil
	}
	value, err := os.ReadFile(ipForward)
	if err != nil {
		return err
	}
	for _, bridge := range otherBridges() {
		alias, err := os.ReadFile(aliasOf(bridge))
		if before, found := strings.CutPrefix(string(alias), aliasPrefix); err == nil && found {
			value = []byte(before)
		}
	}
	return wholefile.Write(file, value, 0o600)
}

// aliasPrefix begins the alias of an engine's bridge; the host's setting before
// any engine ran follows.
const aliasPrefix = "ip_forward="

func aliasOf(bridge string) string { return "/sys/class/net/" + bridge + "/ifalias" }

// markBridge lets the bridge say what the host's setting was before, for
// engines that start while this one runs.
func markBridge(id identity, file string) error {
	value, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(aliasOf(id.bridge()), []byte(aliasPrefix+strings.TrimSpace(string(value))), 0o644)
}

// clearNetwork takes bridge, firewall rules and ip_forward out of the host's
// network. rootfs has the programs for the firewall; without them its rules stay.
func clearNetwork(ctx context.Context, id identity, rootfs, savedIPForward string) error {
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
	if len(otherBridges()) == 0 {
		if err := os.WriteFile(ipForward, saved, 0o644); err != nil {
			return fmt.Errorf("ip_forward: %w", err)
		}
	}
	return os.Remove(savedIPForward)
}

// deleteBridge takes a bridge out of the host's network, and with it the
// interfaces' ties to it.
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
	bridge.SetUint16(0) // without the flag of one that is up, which cannot be deleted
	if err := unix.IoctlIfreq(socket, unix.SIOCSIFFLAGS, bridge); err != nil {
		return err
	}
	return unix.IoctlIfreq(socket, unix.SIOCBRDELBR, bridge)
}

// otherBridges lists the bridges of running engines, which need forwarding. The
// own one does not stand before a start and after a stop.
func otherBridges() []string {
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

// setFirewall adds the rules of the engine's network, before forwarding is on and
// its bridge is there.
func setFirewall(ctx context.Context, id identity, rootfs, savedIPForward string) error {
	saved, err := os.ReadFile(savedIPForward)
	if err != nil {
		return err
	}
	forwardedBefore := strings.TrimSpace(string(saved)) != "0"
	_, err = inRootfs(ctx, rootfs, firewallRules(id, forwardedBefore), "iptables-restore", "--noflush")
	return err
}

// clearFirewall removes the rules of the engine's network and no others.
func clearFirewall(ctx context.Context, id identity, rootfs string) error {
	rules, err := inRootfs(ctx, rootfs, "", "iptables-save")
	if err != nil {
		return err
	}
	if removal := firewallRemoval(rules, id); removal != "" {
		_, err = inRootfs(ctx, rootfs, removal, "iptables-restore", "--noflush")
	}
	return err
}

// firewallLimit is how long a change of the firewall's rules may take: the
// programs wait for others that change them.
const firewallLimit = 30 * time.Second

// inRootfs runs a program of the root file system in the host's network and
// gives its output.
func inRootfs(ctx context.Context, rootfs, stdin, name string, args ...string) (string, error) {
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
		return "", fmt.Errorf("%s: no end within %s; another program may hold the firewall's lock", name, firewallLimit)
	}
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}
