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

// adviseOnHolders returns what to do about the processes that hold a file's lock.
func adviseOnHolders(path string) string {
	pids := holders(path)
	switch len(pids) {
	case 0:
		return "see which other run works in the cache folder, and end it"
	case 1:
		return "end process " + pids[0] + " first, or wait for it"
	}
	return "end the processes " + strings.Join(pids, ", ") + " first, or wait for them"
}

// holders lists the visible processes that hold a lock of a file.
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

// holdersIn finds the processes that hold a lock of a file in the kernel's
// table. The file is given by its device and inode.
//
//	1: FLOCK  ADVISORY  READ  4711 08:01:131085 0 EOF
func holdersIn(table, file string) []string {
	var pids []string
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		// An arrow marks a waiting process; 0 is a process outside of this namespace.
		if len(fields) < 6 || fields[1] == "->" || fields[5] != file {
			continue
		}
		if pid, err := strconv.Atoi(fields[4]); err == nil && pid > 0 && !slices.Contains(pids, fields[4]) {
			pids = append(pids, fields[4])
		}
	}
	return pids
}
