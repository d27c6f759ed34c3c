//go:build linux

package embedded

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/engine/embedded/sdk"
)

// enginePackages are what the engine calls: runc and the network plugins run
// containers, dnsmasq names services, git fetches modules.
var enginePackages = []string{
	"ca-certificates", "containernetworking-plugins", "dnsmasq-base", "e2fsprogs", "git", "iproute2",
	"iptables", "openssh-client", "pigz", "runc", "xz-utils",
}

// rootfsKey names all that the engine's root file system is made of.
func (e *Engine) rootfsKey() (string, error) {
	hash := sha256.New()
	fmt.Fprintln(hash, enginePackages, dnsmasq, sdk.ProxyAnswers(), program.Dagger.Key(runtime.Version()), program.Registry.Key(runtime.Version()))
	if e.settings.CABundle != "" {
		content, err := os.ReadFile(e.settings.CABundle)
		if err != nil {
			return "", fmt.Errorf("certificate authorities: %w; SSL_CERT_FILE must name a readable file", err)
		}
		hash.Write(content)
	}
	return hex.EncodeToString(hash.Sum(nil))[:12], nil
}

// Where the parts are inside the root file system.
const (
	rootCABundle   = "/etc/python-pipeline/ca-certificates.crt"
	rootSDKContent = "/usr/local/share/dagger/content"
	rootSDKDigest  = "/usr/local/share/dagger/go-sdk-digest"
	rootRegistry   = "/usr/local/bin/registry"
	rootEngine     = "/usr/local/bin/engine"

	registryConfiguration = "/etc/registry.yml"
)

// dnsmasq stands before the real one on the engine's PATH. The engine starts it
// to listen at port 53 of every address, which another engine or the host's own
// name server would forbid; this way it listens at its bridge's address only.
const dnsmasq = "#!/bin/sh\nexec /usr/sbin/dnsmasq --bind-dynamic \"$@\"\n"

// installPrograms puts the built programs where the engine looks for them.
func installPrograms(root, dagger, registry string) error {
	for source, target := range map[string]string{
		filepath.Join(dagger, "engine"):     rootEngine,
		filepath.Join(dagger, "init"):       "/usr/local/bin/dagger-init",
		filepath.Join(dagger, "dnsname"):    "/opt/cni/bin/dnsname",
		filepath.Join(registry, "registry"): rootRegistry,
	} {
		if err := copyFile(source, filepath.Join(root, target), 0o755); err != nil {
			return err
		}
	}
	for _, plugin := range []string{"bridge", "firewall", "host-local", "loopback"} {
		if err := os.Symlink("/usr/lib/cni/"+plugin, filepath.Join(root, "/opt/cni/bin", plugin)); err != nil {
			return err
		}
	}
	// The engine links its iptables to one of these, and looks for them here only.
	for _, backend := range []string{"xtables-legacy-multi", "xtables-nft-multi"} {
		if err := os.Symlink("/usr/sbin/"+backend, filepath.Join(root, "/usr/bin", backend)); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(root, "/usr/local/sbin/dnsmasq"), []byte(dnsmasq), 0o755); err != nil {
		return err
	}
	// The engine would run it at every start and before and after every exec.
	return os.Remove(filepath.Join(root, "/usr/sbin/update-ca-certificates"))
}

// installSDK writes the Go SDK's image into the root file system.
func installSDK(ctx context.Context, root string, in sdk.Inputs) error {
	digest, err := sdk.Write(ctx, in, filepath.Join(root, rootSDKContent))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, rootSDKDigest), []byte(digest.String()), 0o644)
}

// unpackRootfs extracts the Debian part and adds the authorities.
func (e *Engine) unpackRootfs(ctx context.Context, archive, root string) error {
	if err := debian.Unpack(ctx, archive, root); err != nil {
		return err
	}
	if e.settings.CABundle == "" {
		return nil
	}
	return copyFile(e.settings.CABundle, filepath.Join(root, rootCABundle), 0o644)
}

func copyFile(source, target string, mode os.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	in, err := os.Open(source)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(target, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
