//go:build linux

package embedded

import (
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// A supervisor may end by itself between the check of its lock and the signal.
func TestEndSupervisorThatHasEnded(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	stranger, err := e.folder.findSupervisor(t.Context())
	if stranger != nil || err != nil {
		t.Errorf("without a supervisor: got %v, %v", stranger, err)
	}
	supervisor := supervise(t, e.folder, true)
	if err := errors.Join(supervisor.Process.Kill(), supervisor.Wait()); err == nil {
		t.Fatal("the supervisor was not killed")
	}
	if err := e.endSupervisor(t.Context()); err != nil {
		t.Error(err)
	}
}

// The supervisor is not found by a file with its process number: the file could
// be lost, or name another process.
func TestEndSupervisorFindsItByItsLock(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	// The stranger has the arguments of a supervisor, but not its lock.
	stranger := supervise(t, e.folder, false)
	supervisor := supervise(t, e.folder, true)
	ended := make(chan error, 1)
	go func() { ended <- supervisor.Wait() }()
	if err := e.endSupervisor(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil || err.Error() != "signal: terminated" {
		t.Errorf("the supervisor ended with %v", err)
	}
	if err := stranger.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the stranger is gone: %v", err)
	}
}

func TestEndSupervisorThatIsInvisible(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	unlock, err := lock(t.Context(), silent(t), waitLimit, runFolder(t, e.folder).supervisorLock(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := e.endSupervisor(t.Context()); !errors.Is(err, errInvisible) {
		t.Errorf("got %v", err)
	}
}

func runFolder(t *testing.T, folder Folder) Folder {
	t.Helper()
	if err := os.MkdirAll(folder.run(), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

// supervise starts a process with the arguments of a folder's supervisor and,
// on request, with its lock.
func supervise(t *testing.T, folder Folder, locks bool) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("sh", "-c", "while :; do sleep 0.05; done", SuperviseArgument, string(folder))
	// The group is killed as a whole, with the sleep.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if locks {
		lock, err := tryLock(runFolder(t, folder).supervisorLock())
		if err != nil || lock == nil {
			t.Fatalf("got %v, %v", lock, err)
		}
		defer lock.Close()
		cmd.ExtraFiles = []*os.File{lock}
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait()
	})
	return cmd
}
