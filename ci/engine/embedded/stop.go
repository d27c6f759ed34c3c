//go:build linux

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"python-pipeline/ci/engine/embedded/program"
	"python-pipeline/ci/progress"
)

// Stop ends the engine and takes all of it out of the host: processes,
// mounts, bridge, firewall rules, and ip_forward as it was before. What is
// built stays for the next start. An engine that does not run is no error, one
// that a run uses is.
func (e *Engine) Stop(ctx context.Context, display *progress.Display) error {
	unlock, err := e.folder.acquire(ctx, display)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	if e.folder.inUse() {
		return fmt.Errorf("embedded engine: stop: a run uses it; %s", usersAdvice(e.folder.sessions()))
	}
	return e.stop(ctx, display)
}

// stop ends the engine. The cache folder's lock has to be held.
func (e *Engine) stop(ctx context.Context, display *progress.Display) error {
	if e.folder.supervised() {
		if err := do(ctx, display, "engine: stop; it saves its build cache", e.endSupervisor); err != nil {
			return fmt.Errorf("embedded engine: stop: %w", err)
		}
	}
	last, launched := e.lastLaunch()
	if err := e.clear(ctx, last.Identity, last.Rootfs); err != nil {
		return fmt.Errorf("embedded engine: stop: %w", err)
	}
	if launched && !exists(last.Rootfs) {
		display.Warn("embedded engine: stop: " + last.Rootfs + " is gone, and with it the programs that remove firewall rules: those of the engine stay until its next start, or the machine's")
	}
	return os.RemoveAll(e.folder.launch())
}

// lastLaunch is what was launched last, and whether that is known. Where it is
// not, because the file was lost, bridge and rules are known by their name, which
// derives from the folder.
func (e *Engine) lastLaunch() (last launch, launched bool) {
	last, err := e.launched()
	if err == nil {
		return last, true
	}
	last.Identity, err = e.folder.knownIdentity()
	if err != nil {
		last.Identity = identity{Network: networkOf(string(e.folder))}
	}
	// Any root file system has the programs for the firewall.
	found, err := filepath.Glob(filepath.Join(e.folder.rootfs(), "*", "usr", "sbin", "iptables-save"))
	if err == nil && len(found) > 0 {
		last.Rootfs = strings.TrimSuffix(found[0], "/usr/sbin/iptables-save")
	}
	return last, false
}

func (e *Engine) endSupervisor(ctx context.Context) error {
	process, err := e.folder.supervisor(ctx)
	if process == nil {
		return err
	}
	defer process.Release()
	for _, attempt := range []struct {
		signal unix.Signal
		limit  time.Duration
	}{{unix.SIGTERM, stopLimit + 2*time.Second}, {unix.SIGKILL, 10 * time.Second}} {
		// One that is gone already needs no signal; the kernel ends the rest of
		// its namespace.
		if err := process.Signal(attempt.signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
			return err
		}
		for end := time.Now().Add(attempt.limit); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
			if !e.folder.supervised() {
				return nil
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
		}
	}
	return fmt.Errorf("process %d does not end", process.Pid)
}

// clear removes what an engine that is gone may have left.
func (e *Engine) clear(ctx context.Context, id identity, rootfs string) error {
	if err := os.RemoveAll(e.folder.socket()); err != nil {
		return err
	}
	if err := clearNetwork(ctx, id, rootfs, e.folder.ipForward()); err != nil {
		return err
	}
	// A group that another engine has just made is as empty as one that is left.
	if len(otherBridges()) == 0 {
		clearCgroups()
	}
	return nil
}

// Prune stops the engine and deletes its cache folder, unless a run uses it. One
// that comes at the same time waits, and begins with an empty one.
func (e *Engine) Prune(ctx context.Context, display *progress.Display) error {
	unlock, err := e.folder.acquire(ctx, display)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer unlock()
	// A run that compiles before it has an engine is none that uses it yet.
	for _, path := range []string{e.folder.sessions(), e.folder.programsLock()} {
		if refused(path, unix.LOCK_EX) {
			return fmt.Errorf("embedded engine: prune: a run works in %s; %s", e.folder, usersAdvice(path))
		}
	}
	if err := e.stop(ctx, display); err != nil {
		return err
	}
	if err := e.folder.remove(); err != nil {
		return fmt.Errorf("embedded engine: prune: %w", err)
	}
	return nil
}

// remove deletes the folder, and last the lock, which has to be held: until then
// no other run begins in it. What one makes from then on stays.
func (f Folder) remove() error {
	entries, err := os.ReadDir(string(f))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if path := f.path(entry.Name()); path != f.lock() {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
	}
	if err := os.Remove(f.lock()); err != nil {
		return err
	}
	if err := os.Remove(string(f)); !errors.Is(err, unix.ENOTEMPTY) {
		return err
	}
	return nil
}

// removeOldVersions deletes programs, root file systems and build caches of other
// versions, and what was left unfinished unless a run still works on it. Nothing
// runs on them: this cache folder's engine was just started.
func (e *Engine) removeOldVersions(l launch) {
	keep := map[string]bool{
		l.Rootfs:                           true,
		e.folder.state():                   true,
		e.folder.program(program.Dagger):   true,
		e.folder.program(program.Registry): true,
		e.folder.program(program.MailHog):  true,
		e.folder.program(program.Trivy):    true,
	}
	compiling := locked(e.folder.programsLock())
	for _, folder := range []string{e.folder.rootfs(), e.folder.programs(), e.folder.states()} {
		entries, err := os.ReadDir(folder)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			unfinished := strings.HasPrefix(entry.Name(), ".")
			if path := filepath.Join(folder, entry.Name()); !keep[path] && !(unfinished && compiling) {
				// What cannot be deleted now is tried again at the next start.
				_ = os.RemoveAll(path)
			}
		}
	}
}
