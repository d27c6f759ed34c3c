//go:build linux

package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

const ipForward = "/proc/sys/net/ipv4/ip_forward"

// saveIPForward remembers the host's setting, which the engine's bridge turns
// on. A value that is already remembered is older and the right one.
func saveIPForward(file string) error {
	if exists(file) {
		return nil
	}
	value, err := os.ReadFile(ipForward)
	if err != nil {
		return err
	}
	return os.WriteFile(file, value, 0o600)
}

// clearNetwork takes bridge, firewall rules and ip_forward out of the host's
// network. rootfs has the programs for it.
func clearNetwork(id identity, rootfs, savedIPForward string) error {
	if _, err := net.InterfaceByName(id.bridge()); err == nil {
		if _, err := inRootfs(rootfs, "", "ip", "link", "delete", id.bridge()); err != nil {
			return err
		}
	}
	if exists(rootfs) {
		if err := clearFirewall(id, rootfs); err != nil {
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
	if !otherEngineRuns() {
		if err := os.WriteFile(ipForward, saved, 0o644); err != nil {
			return fmt.Errorf("ip_forward: %w", err)
		}
	}
	return os.Remove(savedIPForward)
}

// otherEngineRuns says whether another cache folder's bridge stands, which
// needs forwarding.
func otherEngineRuns() bool {
	interfaces, err := net.Interfaces()
	if err != nil {
		return false
	}
	for _, i := range interfaces {
		if strings.HasPrefix(i.Name, networkPrefix) {
			return true
		}
	}
	return false
}

// clearFirewall removes the rules of the engine's network and no others.
func clearFirewall(id identity, rootfs string) error {
	rules, err := inRootfs(rootfs, "", "iptables-save")
	if err != nil {
		return err
	}
	if removal := firewallRemoval(rules, id); removal != "" {
		_, err = inRootfs(rootfs, removal, "iptables-restore", "--noflush")
	}
	return err
}

// inRootfs runs a program of the root file system in the host's network and
// gives its output.
func inRootfs(rootfs, stdin, name string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.Command("/usr/sbin/"+name, args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: rootfs}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}
