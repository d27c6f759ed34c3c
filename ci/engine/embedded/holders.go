//go:build linux

package embedded

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// usersAdvice names the processes that hold a file's lock.
func usersAdvice(path string) string {
	pids := holders(path)
	switch len(pids) {
	case 0:
		return "see which other run works in the cache folder, and end it"
	case 1:
		return "end process " + pids[0] + " first, or wait for it"
	}
	return "end the processes " + strings.Join(pids, ", ") + " first, or wait for them"
}

// holders lists the processes that hold a lock of a file, as far as they can be
// seen from here.
func holders(path string) []string {
	var stat unix.Stat_t
	if unix.Stat(path, &stat) != nil {
		return nil
	}
	table, err := os.ReadFile("/proc/locks")
	if err != nil {
		return nil
	}
	return holdersIn(string(table), fmt.Sprintf("%02x:%02x:%d", unix.Major(stat.Dev), unix.Minor(stat.Dev), stat.Ino))
}

// holdersIn finds the processes that hold a lock of a file, by its device and
// inode, in the kernel's table:
//
//	1: FLOCK  ADVISORY  READ  4711 08:01:131085 0 EOF
func holdersIn(table, file string) []string {
	var pids []string
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		// With an arrow it is one that waits; number 0 is outside of this namespace.
		if len(fields) < 6 || fields[1] == "->" || fields[5] != file {
			continue
		}
		if pid, err := strconv.Atoi(fields[4]); err == nil && pid > 0 && !slices.Contains(pids, fields[4]) {
			pids = append(pids, fields[4])
		}
	}
	return pids
}
