//go:build linux

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/program"
)

func TestRemoveOldVersions(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		compiling bool
		want      []string
	}{
		"no run compiles":  {false, []string{"trivy"}},
		"one run compiles": {true, []string{".trivy-unfinished", "trivy"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(t.TempDir()), Settings{})
			trivy := e.folder.program(program.Trivy)
			for _, folder := range []string{trivy, trivy + "-old", filepath.Join(e.folder.programs(), ".trivy-unfinished")} {
				if err := os.MkdirAll(folder, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			if test.compiling {
				unlock, err := lock(t.Context(), silent(t), e.folder.programsLock(), "")
				if err != nil {
					t.Fatal(err)
				}
				defer unlock()
			}
			states := map[string]bool{e.folder.state(): true, filepath.Join(e.folder.states(), "v0.16.0"): false, filepath.Join(e.folder.states(), "worker"): false}
			for folder := range states {
				if err := os.MkdirAll(folder, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			e.removeOldVersions(launch{})
			for folder, kept := range states {
				if exists(folder) != kept {
					t.Errorf("%s is there: %v", folder, !kept)
				}
			}
			entries, err := os.ReadDir(e.folder.programs())
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, entry := range entries {
				if name := entry.Name(); name == filepath.Base(trivy) {
					got = append(got, "trivy")
				} else {
					got = append(got, name)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("what is left differs (-want +got):\n%s", diff)
			}
		})
	}
}

// Neither waits for ever, nor makes the folder that it is to delete.
func TestStopAndPruneOfNothing(t *testing.T) {
	t.Parallel()
	e := New(Folder(filepath.Join(t.TempDir(), "cache")), Settings{})
	if err := errors.Join(e.Stop(t.Context(), silent(t)), e.Prune(t.Context(), silent(t))); err != nil {
		t.Error(err)
	}
	if exists(string(e.folder)) {
		t.Error("there is a folder now")
	}
}

func TestPrune(t *testing.T) {
	t.Parallel()
	e := New(Folder(filepath.Join(t.TempDir(), "cache")), Settings{})
	write(t, filepath.Join(e.folder.programs(), "trivy"), "a program")
	unlock, err := e.folder.acquire(t.Context(), silent(t))
	if err != nil {
		t.Fatal(err)
	}
	busy, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := e.Prune(busy, silent(t)); !errors.Is(err, context.DeadlineExceeded) || !exists(e.folder.programs()) {
		t.Errorf("another run works in the folder: got %v", err)
	}
	unlock()
	if err := e.Prune(t.Context(), silent(t)); err != nil || exists(string(e.folder)) {
		t.Errorf("got %v", err)
	}
}

// Between the look at its lock and the signal a supervisor may end by itself.
func TestEndSupervisorThatIsGoneAlready(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	stranger, err := e.folder.supervisor(t.Context())
	if stranger != nil || err != nil {
		t.Errorf("no supervisor was ever there: got %v, %v", stranger, err)
	}
	supervisor := supervise(t, e.folder, true)
	if err := errors.Join(supervisor.Process.Kill(), supervisor.Wait()); err == nil {
		t.Fatal("it was not killed")
	}
	if err := e.endSupervisor(t.Context()); err != nil {
		t.Error(err)
	}
}

// No file says which process it is: none can be lost, or name a stranger.
func TestEndSupervisorFindsItByItsLock(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	// It has the words of a supervisor, and no lock.
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

func TestEndSupervisorThatCannotBeSeen(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	unlock, err := lock(t.Context(), silent(t), runFolder(t, e.folder).supervisorLock(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	if err := e.endSupervisor(t.Context()); !errors.Is(err, errUnseen) {
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

// supervise starts a process with the words of a folder's supervisor, and with
// its lock if it is to have it.
func supervise(t *testing.T, folder Folder, locks bool) *exec.Cmd {
	t.Helper()
	cmd := exec.Command("sh", "-c", "while :; do sleep 0.05; done", SuperviseArgument, string(folder))
	// What sleeps goes with it.
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

// A run that works is not left without its engine.
func TestStopAndPruneRefuseWhileARunWorks(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		use       func(*testing.T, Folder) io.Closer
		stop, all bool
	}{
		"in a session":   {func(t *testing.T, f Folder) io.Closer { return session(t, f) }, true, true},
		"on its program": {func(t *testing.T, f Folder) io.Closer { return compiling(t, f) }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := New(Folder(filepath.Join(t.TempDir(), "cache")), Settings{})
			if err := e.folder.create(); err != nil {
				t.Fatal(err)
			}
			user := test.use(t, e.folder)
			advice := fmt.Sprintf("; end process %d first, or wait for it", os.Getpid())
			if err := e.Stop(t.Context(), silent(t)); (err != nil) != test.stop || err != nil && !strings.HasSuffix(err.Error(), "a run uses it"+advice) {
				t.Errorf("stop: got %v", err)
			}
			if err := e.Prune(t.Context(), silent(t)); err == nil || !strings.HasSuffix(err.Error(), "prune: a run works in "+string(e.folder)+advice) {
				t.Errorf("prune: got %v", err)
			}
			user.Close()
			if err := errors.Join(e.Stop(t.Context(), silent(t)), e.Prune(t.Context(), silent(t))); err != nil || exists(string(e.folder)) {
				t.Errorf("afterwards: got %v", err)
			}
		})
	}
}

func session(t *testing.T, folder Folder) *os.File {
	t.Helper()
	file, err := folder.join()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func compiling(t *testing.T, folder Folder) *os.File {
	t.Helper()
	file, err := tryLock(folder.programsLock())
	if err != nil || file == nil {
		t.Fatalf("got %v, %v", file, err)
	}
	return file
}

// What was launched is known by its name when the file that says it is lost.
func TestLastLaunchWithoutItsFile(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	write(t, e.folder.launch(), launch{Identity: own, Rootfs: "/cache/rootfs/0123"})
	if last, launched := e.lastLaunch(); !launched || last.Identity != own {
		t.Errorf("got %+v, %v", last, launched)
	}
	if err := os.WriteFile(e.folder.launch(), []byte(`{"folder": "/ca`), 0o600); err != nil {
		t.Fatal(err)
	}
	if last, launched := e.lastLaunch(); launched || last.Identity.Network != networkOf(string(e.folder)) || last.Rootfs != "" {
		t.Errorf("got %+v, %v", last, launched)
	}
	write(t, e.folder.identity(), own)
	rootfs := filepath.Join(e.folder.rootfs(), "0123")
	write(t, filepath.Join(rootfs, "usr", "sbin", "iptables-save"), "")
	if last, launched := e.lastLaunch(); launched || last.Identity != own || last.Rootfs != rootfs {
		t.Errorf("got %+v, %v", last, launched)
	}
}
