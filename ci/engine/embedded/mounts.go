//go:build linux

package embedded

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/wholefile"
)

// Paths at which parts of the cache folder are mounted in the root file system.
const (
	rootRun          = "/run/python-pipeline"
	rootState        = "/var/lib/dagger"
	rootRegistryData = "/var/lib/registry"
)

// switchRoot makes the engine's root file system the root of this process. All
// mounts are made in the process's mount namespace, invisible to the host.
func switchRoot(c engineConfig) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mounts: make private: %w", err)
	}
	if err := writeConfiguration(c); err != nil {
		return err
	}
	for _, m := range []struct {
		source, target, kind string
		flags                uintptr
	}{
		{c.Rootfs, "/", "", unix.MS_BIND},
		{"proc", "/proc", "proc", unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC},
		{"/sys", "/sys", "", unix.MS_BIND | unix.MS_REC},
		{"/dev", "/dev", "", unix.MS_BIND | unix.MS_REC},
		{"tmpfs", "/run", "tmpfs", unix.MS_NOSUID | unix.MS_NODEV},
		{"tmpfs", "/tmp", "tmpfs", unix.MS_NOSUID | unix.MS_NODEV},
		{c.Folder.run(), rootRun, "", unix.MS_BIND},
		{c.Folder.state(), rootState, "", unix.MS_BIND},
		{c.Folder.registryData(), rootRegistryData, "", unix.MS_BIND},
	} {
		target := filepath.Join(c.Rootfs, m.target)
		if err := os.MkdirAll(target, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(m.source, target, m.kind, m.flags, ""); err != nil {
			return fmt.Errorf("mounts: %s on %s: %w", m.source, m.target, err)
		}
	}
	return pivotRoot(c.Rootfs)
}

// pivotRoot makes a mounted folder the root of this mount namespace and unmounts the old root. A chroot is not enough:
// the engine enters the namespace anew for each container, and is then at the namespace's root.
func pivotRoot(folder string) error {
	if err := os.Chdir(folder); err != nil {
		return err
	}
	// With the same folder as both arguments the old root is mounted on top of the new one.
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot_root: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("mounts: unmount the host's root: %w", err)
	}
	return os.Chdir("/")
}

// writeConfiguration writes the files that engine and registry read, before
// other file systems are mounted over their folders.
func writeConfiguration(c engineConfig) error {
	var disk unix.Statfs_t
	if err := unix.Statfs(string(c.Folder), &disk); err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	collector, err := engineJSON(c.CacheLimit, int64(disk.Blocks)*disk.Bsize)
	if err != nil {
		return err
	}
	resolver, err := os.ReadFile("/etc/resolv.conf")
	if err != nil {
		return err
	}
	for path, content := range map[string]string{
		"/etc/dagger/engine.toml": engineTOML(c.Identity, c.StandIns),
		"/etc/dagger/engine.json": collector,
		registryConfiguration:     registryYAML(rootRegistryData),
		"/etc/hosts":              hosts(c.StandIns),
		// The engine mounts its own file over this one.
		"/etc/resolv.conf": string(resolver),
	} {
		target := filepath.Join(c.Rootfs, path)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := wholefile.Write(target, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}
