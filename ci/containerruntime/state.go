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

// State is a text that changes when something did that may decide whether a
// container runtime works: its program, its daemon, its settings or variables. It
// is read from files, so that it costs next to nothing.
func State(program string) string {
	hash := sha256.New()
	path, _ := exec.LookPath(program) // "" once it is gone
	for _, file := range append([]string{path}, files(program)...) {
		writeFile(hash, file)
	}
	for _, variable := range slices.Sorted(slices.Values(os.Environ())) {
		if name, _, _ := strings.Cut(variable, "="); matters(name) {
			fmt.Fprintln(hash, variable)
		}
	}
	// Variables may hold passwords, so that none of it can be read back.
	return hex.EncodeToString(hash.Sum(nil))
}

// files are those of a runtime that change when its daemon is started, or another
// is to be asked.
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

// socketAt is the path of a socket in a daemon's address, or the usual one. An
// address of another kind, such as tcp://, names no file here; the variable that
// holds it is part of the state by itself.
func socketAt(address, usual string) string {
	return strings.TrimPrefix(cmp.Or(address, usual), "unix://")
}

// matters tells whether a variable has to do with container runtimes, or with the
// way to what they download.
func matters(name string) bool {
	for _, prefix := range []string{"DOCKER_", "CONTAINER_", "CONTAINERS_", "CONTAINERD_", "NERDCTL_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return slices.Contains([]string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"}, strings.ToUpper(name))
}

func writeFile(w io.Writer, path string) {
	info, err := os.Stat(path)
	if err != nil {
		fmt.Fprintln(w, path, "absent")
		return
	}
	fmt.Fprintln(w, path, info.Size(), info.ModTime().UnixNano())
}
