package interruptible

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"time"

	"python-pipeline/ci/poll"
)

// run starts the command in a session of its own and interrupts the whole session: killing `go build` alone would leave
// its compilers running and its files behind. A program whose parent is killed is interrupted by the kernel.
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
		killSession(cmd.Process.Pid)
	}
	return err
}

const killLimit = time.Second

// killSession kills the remaining processes of a session whose first program
// has ended, so that their files can be deleted.
func killSession(session int) {
	// An error of the signal means that no process is left.
	_, _ = poll.Until(context.Background(), 10*time.Millisecond, killLimit, func() (bool, error) {
		return syscall.Kill(-session, syscall.SIGKILL) != nil, nil
	})
}
