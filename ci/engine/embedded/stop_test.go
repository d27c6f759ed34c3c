//go:build linux

package embedded

import (
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
