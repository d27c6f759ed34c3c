package interruptible

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// run gives the command a session of its own, which is interrupted as a whole: a
// killed `go build` alone would leave its compilers running and its files
// behind. A program whose parent is killed ends by itself.
func run(cmd *exec.Cmd, limit time.Duration) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGINT}
	interrupted := false
	cmd.Cancel = func() error {
		interrupted = true
		if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); !errors.Is(err, syscall.ESRCH) {
			return err
		}
		return os.ErrProcessDone
	}
	cmd.WaitDelay = limit
	err := cmd.Run()
	if interrupted {
		endRest(cmd.Process.Pid)
	}
	return err
}

// killLimit is how long killed processes may take to be gone.
const killLimit = time.Second

// endRest kills what is left of the session of a program that ended, or was
// killed itself: what it worked on can be deleted then.
func endRest(session int) {
	for end := time.Now().Add(killLimit); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if syscall.Kill(-session, syscall.SIGKILL) != nil {
			return // nothing is left
		}
	}
}
