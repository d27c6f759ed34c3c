//go:build linux

package embedded

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"python-pipeline/ci/poll"
)

// lockDescriptor is the supervisor's file descriptor of its lock: the first after the standard ones.
const lockDescriptor = "3"

// errInvisible means that a supervisor runs, but not among the processes that this one can see.
var errInvisible = errors.New("its supervisor holds the lock, but its process cannot be seen from here; stop the engine where it was started, such as in another container")

// findLimit is how long a held lock without a visible process is tolerated: the supervisor may just start, or may be
// gone while the kernel still ends its services.
const findLimit = 5 * time.Second

// findSupervisor returns the process of the folder's supervisor, nil when there is none.
func (f Folder) findSupervisor(ctx context.Context) (process *os.Process, err error) {
	done, err := poll.Until(ctx, 20*time.Millisecond, findLimit, func() (bool, error) {
		process, err = f.searchProcesses()
		return process != nil || !f.hasSupervisor(), err
	})
	if err == nil && !done {
		err = errInvisible
	}
	return process, err
}

// searchProcesses searches for the supervisor by its arguments and its open lock. A file with the process number could
// be lost, or the number could belong to another process by now.
func (f Folder) searchProcesses() (*os.Process, error) {
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return nil, err
	}
	suffix := []byte("\x00" + SuperviseArgument + "\x00" + string(f) + "\x00")
	for _, line := range lines {
		content, err := os.ReadFile(line)
		if err != nil || !bytes.HasSuffix(content, suffix) {
			continue // the process has ended, or is not a supervisor
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(line)))
		if err != nil {
			continue
		}
		// From here on the number cannot be reused for another process.
		process, err := os.FindProcess(pid)
		if err != nil {
			return nil, fmt.Errorf("process %d: %w", pid, err)
		}
		if f.holdsLock(pid) {
			return process, nil
		}
		process.Release()
	}
	return nil, nil
}

// holdsLock reports whether a process has the supervisor's lock open. Only a
// process that inherited it can, because other users cannot read the folder.
func (f Folder) holdsLock(pid int) bool {
	opened, err := os.Stat(filepath.Join("/proc", strconv.Itoa(pid), "fd", lockDescriptor))
	if err != nil {
		return false
	}
	file, err := os.Stat(f.supervisorLock())
	return err == nil && os.SameFile(opened, file)
}
