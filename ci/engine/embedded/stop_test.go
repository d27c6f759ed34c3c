//go:build linux

package embedded

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
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
			e.removeOldVersions(launch{})
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
	if err := os.MkdirAll(e.folder.run(), 0o700); err != nil {
		t.Fatal(err)
	}
	unlock, err := lock(t.Context(), silent(t), e.folder.supervisorLock(), "")
	if err != nil {
		t.Fatal(err)
	}
	gone := exec.CommandContext(t.Context(), "true")
	if err := gone.Run(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(e.folder.pid(), []byte(strconv.Itoa(gone.Process.Pid)), 0o600); err != nil {
		t.Fatal(err)
	}
	time.AfterFunc(100*time.Millisecond, unlock)
	if err := e.endSupervisor(t.Context()); err != nil {
		t.Error(err)
	}
}
