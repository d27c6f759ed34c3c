package program

import (
	"os/exec"
	"syscall"
	"time"
)

// lowPriority gives the command behind it a tenth of what others get while they
// want the processors: less, and on a busy machine it would not end at all. A
// kernel that groups processes by session weighs groups, not processes: the
// group's own priority counts there, and a kernel that does not has no such file.
var lowPriority = []string{"sh", "-c", `{ echo 10 > /proc/self/autogroup; } 2>/dev/null; exec nice -n 10 "$@"`, "sh"}

// interruptLimit is how long an interrupted compilation may take to delete what
// it has not finished.
const interruptLimit = 5 * time.Second

// interruptible gives a command and all that it starts a session of their own,
// which is interrupted as a whole when the command's context is done: a killed
// `go build` alone would leave its compilers running and its files behind. One
// whose parent is killed ends by itself.
func interruptible(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGINT}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.WaitDelay = interruptLimit
}
