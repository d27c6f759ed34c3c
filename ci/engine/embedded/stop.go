//go:build linux

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/poll"
	"python-pipeline/ci/progress"
)

// Stop ends the engine and removes all of it from the host: processes, mounts, bridge and firewall rules; ip_forward
// gets its former value. The built parts stay for the next start. It is not an error when the engine does not run, but
// it is when a run uses it.
func (e *Engine) Stop(ctx context.Context, display *progress.Display) error {
	return e.withLock(ctx, display, func() error {
		if e.folder.inUse() {
			return fmt.Errorf("embedded engine: stop: a run uses it; %s", adviseOnHolders(e.folder.sessionsLock()))
		}
		return e.stop(ctx, display)
	})
}

// withLock calls change while the cache folder is locked. It does nothing when the folder does not exist.
func (e *Engine) withLock(ctx context.Context, display *progress.Display, change func() error) error {
	unlock, err := e.folder.acquire(ctx, display)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	return change()
}

// stop ends the engine. The cache folder has to be locked.
func (e *Engine) stop(ctx context.Context, display *progress.Display) error {
	if e.folder.hasSupervisor() {
		if err := runStep(ctx, display, "engine: stop; it saves its build cache", e.endSupervisor); err != nil {
			return fmt.Errorf("embedded engine: stop: %w", err)
		}
	}
	last, known := e.lastConfig()
	if err := e.cleanHost(ctx, last.Identity, last.Rootfs); err != nil {
		return fmt.Errorf("embedded engine: stop: %w", err)
	}
	if known && !exists(last.Rootfs) {
		display.Warn("embedded engine: stop: " + last.Rootfs + " is gone, and with it the programs that remove firewall rules: the engine's rules stay until its next start or until this machine restarts")
	}
	return os.RemoveAll(e.folder.configFile())
}

// lastConfig returns the configuration of the last start, and whether it is known. When the file was lost, it only has
// what bridge and rules can be found by: the network's name, which is derived from the folder, and a root file system.
func (e *Engine) lastConfig() (last engineConfig, known bool) {
	last, err := e.readConfig()
	if err == nil {
		return last, true
	}
	last.Identity, err = e.folder.readIdentity()
	if err != nil {
		last.Identity = networkIdentity{Network: networkName(string(e.folder))}
	}
	// Every root file system has the programs for the firewall.
	found, err := filepath.Glob(filepath.Join(e.folder.rootfs(), "*", "usr", "sbin", "iptables-save"))
	if err == nil && len(found) > 0 {
		last.Rootfs = strings.TrimSuffix(found[0], "/usr/sbin/iptables-save")
	}
	return last, false
}

func (e *Engine) endSupervisor(ctx context.Context) error {
	process, err := e.folder.findSupervisor(ctx)
	if process == nil {
		return err
	}
	defer process.Release()
	for _, attempt := range []struct {
		signal unix.Signal
		limit  time.Duration
	}{{unix.SIGTERM, stopLimit + 2*time.Second}, {unix.SIGKILL, 10 * time.Second}} {
		// A supervisor that has ended needs no signal; the kernel ends the rest of its namespace.
		if err := process.Signal(attempt.signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		ended, err := poll.Until(ctx, 20*time.Millisecond, attempt.limit, func() (bool, error) { return !e.folder.hasSupervisor(), nil })
		if ended || err != nil {
			return err
		}
	}
	return fmt.Errorf("process %d does not end", process.Pid)
}

// cleanHost removes what an ended engine may have left on the host.
func (e *Engine) cleanHost(ctx context.Context, id networkIdentity, rootfs string) error {
	if err := os.RemoveAll(e.folder.socket()); err != nil {
		return err
	}
	if err := clearNetwork(ctx, id, rootfs, e.folder.ipForwardFile()); err != nil {
		return err
	}
	// This may remove a group that another engine has just created, which is as empty as a leftover one.
	if len(engineBridges()) == 0 {
		clearCgroups()
	}
	return nil
}

// Prune stops the engine and deletes its cache folder, unless a run uses it. A
// run that starts meanwhile waits, and starts with an empty folder.
func (e *Engine) Prune(ctx context.Context, display *progress.Display) error {
	return e.withLock(ctx, display, func() error {
		// A run that compiles programs first does not use the engine yet, but holds the second lock.
		for _, path := range []string{e.folder.sessionsLock(), e.folder.programsLock()} {
			if cannotLock(path, unix.LOCK_EX) {
				return fmt.Errorf("embedded engine: prune: a run works in %s; %s", e.folder, adviseOnHolders(path))
			}
		}
		if err := e.stop(ctx, display); err != nil {
			return err
		}
		if err := e.folder.remove(); err != nil {
			return fmt.Errorf("embedded engine: prune: %w", err)
		}
		return nil
	})
}

// remove deletes the folder, and last the lock, which has to be held: until
// then no other run uses the folder. Files that a run creates after that stay.
func (f Folder) remove() error {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if path := f.path(entry.Name()); path != f.lockFile() {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
	}
	if err := os.Remove(f.lockFile()); err != nil {
		return err
	}
	if err := os.Remove(string(f)); !errors.Is(err, unix.ENOTEMPTY) {
		return err
	}
	return nil
}

// removeOldVersions deletes programs, root file systems and build caches of other versions, and unfinished programs
// unless a run still compiles. No process uses them, because the engine was just started.
func (e *Engine) removeOldVersions(c engineConfig) {
	keep := []string{c.Rootfs, e.folder.state()}
	for _, set := range []program.Set{program.Dagger, program.Registry, program.MailHog, program.Trivy} {
		keep = append(keep, e.folder.program(set))
	}
	compiling := isLocked(e.folder.programsLock())
	for _, folder := range []string{e.folder.rootfs(), e.folder.programs(), e.folder.states()} {
		entries, _ := os.ReadDir(folder) // the next start tries again
		for _, entry := range entries {
			unfinished := strings.HasPrefix(entry.Name(), ".")
			if path := filepath.Join(folder, entry.Name()); !slices.Contains(keep, path) && !(unfinished && compiling) {
				_ = os.RemoveAll(path)
			}
		}
	}
}
