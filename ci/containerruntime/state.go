package containerruntime

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// State returns a text that changes when anything changes that may decide whether a container runtime works: its
// program, daemon, settings or variables. It is computed from files and variables alone, so it costs next to nothing.
func State(program string) string {
	hash := sha256.New()
	path, _ := exec.LookPath(program) // "" when it was removed
	for _, file := range append([]string{path}, files(program)...) {
		hashFile(hash, file)
	}
	for _, variable := range slices.Sorted(slices.Values(os.Environ())) {
		if name, _, _ := strings.Cut(variable, "="); isRelevant(name) {
			fmt.Fprintln(hash, variable)
		}
	}
	// Variables may hold passwords, so the state must not be readable.
	return hex.EncodeToString(hash.Sum(nil))
}

// files lists the files that change when the runtime's daemon starts or another daemon is selected.
func files(program string) []string {
	home := os.Getenv("HOME")
	switch program {
	case "docker":
		return []string{
			socketAt(os.Getenv("DOCKER_HOST"), "/var/run/docker.sock"),
			"/var/run/docker.pid",
			"/etc/docker/daemon.json",
			filepath.Join(cmp.Or(os.Getenv("DOCKER_CONFIG"), filepath.Join(home, ".docker")), "config.json"),
		}
	case "podman":
		return []string{
			socketAt(os.Getenv("CONTAINER_HOST"), "/run/podman/podman.sock"),
			"/etc/containers/containers.conf",
			"/etc/containers/registries.conf",
			"/etc/containers/storage.conf",
			filepath.Join(home, ".config", "containers", "containers.conf"),
		}
	}
	return []string{
		socketAt(os.Getenv("CONTAINERD_ADDRESS"), "/run/containerd/containerd.sock"),
		"/etc/nerdctl/nerdctl.toml",
	}
}

// socketAt returns the path of the socket in a daemon's address, or the default path. An address of another kind, such
// as tcp://, names no file; the variable that holds it is part of the state anyway.
func socketAt(address, byDefault string) string {
	return strings.TrimPrefix(cmp.Or(address, byDefault), "unix://")
}

// isRelevant reports whether a variable configures container runtimes or the proxies of their downloads.
func isRelevant(name string) bool {
	for _, prefix := range []string{"DOCKER_", "CONTAINER_", "CONTAINERS_", "CONTAINERD_", "NERDCTL_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return slices.Contains([]string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}, strings.ToUpper(name))
}

// hashFile identifies a file by its size and time: reading it would cost more.
func hashFile(w io.Writer, path string) {
	info, err := os.Stat(path)
	if err != nil {
		fmt.Fprintln(w, path, "absent")
		return
	}
	fmt.Fprintln(w, path, info.Size(), info.ModTime().UnixNano())
}
