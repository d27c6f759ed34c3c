//go:build linux

package embedded

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/engine/embedded/sdk"
)

// enginePackages are the Debian packages of programs that the engine runs: runc and the network plugins run containers,
// dnsmasq resolves names of services, git fetches modules.
var enginePackages = []string{
	"ca-certificates", "containernetworking-plugins", "dnsmasq-base", "e2fsprogs", "git", "iproute2",
	"iptables", "openssh-client", "pigz", "runc", "xz-utils",
}

// rootfsKey identifies the content of the engine's root file system.
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

// Paths of the parts in the root file system.
const (
	rootCABundle   = "/etc/python-pipeline/ca-certificates.crt"
	rootSDKContent = "/usr/local/share/dagger/content"
	rootSDKDigest  = "/usr/local/share/dagger/go-sdk-digest"
	rootRegistry   = "/usr/local/bin/registry"
	rootEngine     = "/usr/local/bin/engine"

	registryConfiguration = "/etc/registry.yml"
)

// dnsmasq precedes the real program on the engine's PATH. The engine starts dnsmasq so that it listens at port 53 of
// every address, which fails when another engine or the host's name server uses the port. The option makes it listen at
// its bridge's address only.
const dnsmasq = "#!/bin/sh\nexec /usr/sbin/dnsmasq --bind-dynamic \"$@\"\n"

// installPrograms copies the built programs to the paths where the engine expects them.
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
	// The engine links iptables to one of these programs, and expects them here only.
	for _, backend := range []string{"xtables-legacy-multi", "xtables-nft-multi"} {
		if err := os.Symlink("/usr/sbin/"+backend, filepath.Join(root, "/usr/bin", backend)); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(root, "/usr/local/sbin/dnsmasq"), []byte(dnsmasq), 0o755); err != nil {
		return err
	}
	// The engine would run it at every start, and before and after every exec.
	return os.Remove(filepath.Join(root, "/usr/sbin/update-ca-certificates"))
}

func installSDK(ctx context.Context, root string, in sdk.Inputs) error {
	digest, err := sdk.Write(ctx, in, filepath.Join(root, rootSDKContent))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, rootSDKDigest), []byte(digest.String()), 0o644)
}

// unpackRootfs extracts the Debian packages and adds the certificate authorities.
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
	content, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	return os.WriteFile(target, content, mode)
}
