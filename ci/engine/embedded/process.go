//go:build linux

package embedded

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// lockDescriptor is the supervisor's descriptor of the lock that it holds all
// its life: the first after the standard ones.
const lockDescriptor = "3"

// errUnseen says that a supervisor lives where this process cannot see it.
var errUnseen = errors.New("its supervisor holds its lock, but is not among the processes that can be seen from here; stop it from where it was started")

// supervisor finds the process of the folder's supervisor by what it was started
// with and the lock that it has open. No file has to tell its number, which could
// be lost, or be another process's by now. nil is for one that is gone.
func (f Folder) supervisor() (*os.Process, error) {
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
	if f.supervised() {
		return nil, errUnseen
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
