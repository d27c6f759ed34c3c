//go:build linux

package embedded

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/program"
)

// A stand-in that takes minutes is not made while the cache folder is locked.
func TestSplitStandIns(t *testing.T) {
	t.Parallel()
	const python, mail, trivy = "python:3.14-trixie", "mailhog/mailhog:v1.0.1", "aquasec/trivy:0.72.0"
	for name, test := range map[string]struct {
		images          Images
		now, background []string
	}{
		"nothing":            {},
		"now":                {Images{Now: []string{python, mail}}, []string{python, mail}, nil},
		"some in background": {Images{Now: []string{python}, Background: []string{mail, trivy}}, []string{python}, []string{mail, trivy}},
		"a long build, now":  {Images{Now: []string{trivy, mail}}, []string{mail}, []string{trivy}},
		"in both lists":      {Images{Now: []string{mail}, Background: []string{mail}}, []string{mail}, nil},
		"without a stand-in": {Images{Now: []string{"redis:7"}, Background: []string{"nginx:1"}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, background, err := New(Folder(t.TempDir()), Settings{StandIns: true}).splitStandIns(test.images)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([][]string{test.now, test.background}, [][]string{references(now), references(background)}); diff != "" {
				t.Errorf("the lists differ (-want +got):\n%s", diff)
			}
		})
	}
}

// Two runs do not compile the same set at the same time: the second uses the
// result of the first.
func TestLongCompilationsWaitForEachOther(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	unlock, err := lock(t.Context(), silent(t), waitLimit, e.folder.programsLock(), "")
	if err != nil {
		t.Fatal(err)
	}
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := e.buildPrograms(short, silent(t), program.Trivy); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("another run compiles: got %v", err)
	}
	time.AfterFunc(20*time.Millisecond, func() {
		if err := os.MkdirAll(e.folder.program(program.Trivy), 0o755); err != nil {
			t.Error(err)
		}
		unlock()
	})
	got, err := e.buildPrograms(t.Context(), silent(t), program.Trivy)
	if err != nil || got != e.folder.program(program.Trivy) {
		t.Errorf("got %s, %v", got, err)
	}
}
