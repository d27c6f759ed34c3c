//go:build linux

package embedded

import (
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/wholefile"
)

// Where the cache folder's parts are mounted in the root file system.
const (
	rootRun          = "/run/python-pipeline"
	rootState        = "/var/lib/dagger"
	rootRegistryData = "/var/lib/registry"
)

// enterRootfs makes the engine's root file system this process's own. All
// mounts are made in its mount namespace, where the host does not see them.
func enterRootfs(l launch) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("mounts: make private: %w", err)
	}
	if err := writeConfiguration(l); err != nil {
		return err
	}
	for _, m := range []struct {
		source, target, kind string
		flags                uintptr
	}{
		{l.Rootfs, "/", "", unix.MS_BIND},
		{"proc", "/proc", "proc", unix.MS_NOSUID | unix.MS_NODEV | unix.MS_NOEXEC},
		{"/sys", "/sys", "", unix.MS_BIND | unix.MS_REC},
		{"/dev", "/dev", "", unix.MS_BIND | unix.MS_REC},
		{"tmpfs", "/run", "tmpfs", unix.MS_NOSUID | unix.MS_NODEV},
		{"tmpfs", "/tmp", "tmpfs", unix.MS_NOSUID | unix.MS_NODEV},
		{l.Folder.run(), rootRun, "", unix.MS_BIND},
		{l.Folder.state(), rootState, "", unix.MS_BIND},
		{l.Folder.registryData(), rootRegistryData, "", unix.MS_BIND},
	} {
		target := filepath.Join(l.Rootfs, m.target)
		if err := os.MkdirAll(target, 0o755); err != nil {
			return err
		}
		if err := unix.Mount(m.source, target, m.kind, m.flags, ""); err != nil {
			return fmt.Errorf("mounts: %s on %s: %w", m.source, m.target, err)
		}
	}
	return changeRoot(l.Rootfs)
}

// changeRoot makes a mounted folder the root of this mount namespace, without the
// one of before. A chroot is not enough: the engine enters the namespace anew for
// each container, and is then at the namespace's own root.
func changeRoot(folder string) error {
	if err := os.Chdir(folder); err != nil {
		return err
	}
	// With the same folder twice the old root lies on top of the new one.
	if err := unix.PivotRoot(".", "."); err != nil {
		return fmt.Errorf("pivot_root: %w", err)
	}
	if err := unix.Unmount(".", unix.MNT_DETACH); err != nil {
		return fmt.Errorf("mounts: unmount the host's root: %w", err)
	}
	return os.Chdir("/")
}

// writeConfiguration writes the files that engine and registry read, before
// anything is mounted over them.
func writeConfiguration(l launch) error {
	var disk unix.Statfs_t
	if err := unix.Statfs(string(l.Folder), &disk); err != nil {
		return fmt.Errorf("cache folder: %w", err)
	}
	collector, err := engineJSON(l.CacheLimit, int64(disk.Blocks)*disk.Bsize)
	if err != nil {
		return err
	}
	resolver, err := os.ReadFile("/etc/resolv.conf")
	if err != nil {
		return err
	}
	for path, content := range map[string]string{
		"/etc/dagger/engine.toml": engineTOML(l.Identity, l.StandIns),
		"/etc/dagger/engine.json": collector,
		registryConfiguration:     registryYAML(rootRegistryData),
		"/etc/hosts":              hosts(l.StandIns),
		// The engine mounts its own over this one.
		"/etc/resolv.conf": string(resolver),
	} {
		target := filepath.Join(l.Rootfs, path)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		if err := wholefile.Write(target, []byte(content), 0o644); err != nil {
			return err
		}
	}
	return nil
}
