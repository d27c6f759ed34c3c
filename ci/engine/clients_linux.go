package engine

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// endClients kills the client programs that this process started: without an engine they would not end.
func endClients() {
	lists, err := filepath.Glob("/proc/self/task/*/children")
	if err != nil {
		return
	}
	for _, list := range lists {
		content, err := os.ReadFile(list)
		if err != nil {
			continue // the thread ended
		}
		for field := range strings.FieldsSeq(string(content)) {
			pid, err := strconv.Atoi(field)
			if err != nil {
				continue
			}
			arguments, err := os.ReadFile(filepath.Join("/proc", field, "cmdline"))
			if err == nil && strings.Contains(string(arguments), "\x00session\x00") {
				_ = unix.Kill(pid, unix.SIGKILL)
			}
		}
	}
}
