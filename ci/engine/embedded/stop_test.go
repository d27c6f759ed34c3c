//go:build linux

package embedded

import (
	"os"
	"path/filepath"
	"testing"

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
