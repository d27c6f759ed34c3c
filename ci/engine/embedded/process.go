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
)

// lockDescriptor is the supervisor's descriptor of the lock that it holds all
// its life: the first after the standard ones.
const lockDescriptor = "3"

// errUnseen says that a supervisor lives where this process cannot see it.
var errUnseen = errors.New("its supervisor holds its lock, but is not among the processes that can be seen from here; stop it from where it was started")

// seenLimit is how long a lock may be held by what cannot be found: a supervisor
// that is just started, or that is gone while the kernel still ends its services.
const seenLimit = 5 * time.Second

// supervisor finds the process of the folder's supervisor, nil for one that is
// gone.
func (f Folder) supervisor(ctx context.Context) (*os.Process, error) {
	for end := time.Now().Add(seenLimit); ; time.Sleep(20 * time.Millisecond) {
		process, err := f.findSupervisor()
		switch {
		case process != nil || err != nil || !f.supervised():
			return process, err
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case time.Now().After(end):
			return nil, errUnseen
		}
	}
}

// findSupervisor looks for the process by what it was started with and the lock
// that it has open. No file has to tell its number, which could be lost, or be
// another process's by now.
func (f Folder) findSupervisor() (*os.Process, error) {
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		return nil, err
	}
	end := []byte("\x00" + SuperviseArgument + "\x00" + string(f) + "\x00")
	for _, line := range lines {
		content, err := os.ReadFile(line)
		if err != nil || !bytes.HasSuffix(content, end) {
			continue // it has ended, or is another
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(line)))
		if err != nil {
			continue
		}
		// From here on the number stays this process's.
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

// holdsLock says whether a process has the supervisor's lock open, which nobody
// can but one that was given it: the folder is closed to other users.
func (f Folder) holdsLock(pid int) bool {
	opened, err := os.Stat(filepath.Join("/proc", strconv.Itoa(pid), "fd", lockDescriptor))
	if err != nil {
		return false
	}
	lock, err := os.Stat(f.supervisorLock())
	return err == nil && os.SameFile(opened, lock)
}
