//go:build linux

package embedded

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/debian"
	"python-pipeline/ci/engine/embedded/program"
)

// What takes minutes is never made while the cache folder is locked.
func TestDivide(t *testing.T) {
	t.Parallel()
	suite, err := debian.HostSuite()
	if err != nil {
		t.Fatal(err)
	}
	python := map[string]string{"bookworm": "python:3.11-bookworm", "trixie": "python:3.13-trixie"}[suite]
	const mail, trivy = "mailhog/mailhog:v1.0.1", "aquasec/trivy:0.72.0"
	for name, test := range map[string]struct {
		images     Images
		now, later []string
	}{
		"nothing":              {},
		"now":                  {Images{Now: []string{python, mail}}, []string{python, mail}, nil},
		"some later":           {Images{Now: []string{python}, Later: []string{mail, trivy}}, []string{python}, []string{mail, trivy}},
		"what takes long, now": {Images{Now: []string{trivy, mail}}, []string{mail}, []string{trivy}},
		"asked in both ways":   {Images{Now: []string{mail}, Later: []string{mail}}, []string{mail}, nil},
		"what can not be made": {Images{Now: []string{"redis:7"}, Later: []string{"nginx:1"}}, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, later, err := New(Folder(t.TempDir()), Settings{StandIns: true}).divide(test.images)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([][]string{test.now, test.later}, [][]string{references(now), references(later)}); diff != "" {
				t.Errorf("the lists differ (-want +got):\n%s", diff)
			}
		})
	}
}

// Two runs never compile the same at the same time, and what one has compiled the
// other takes.
func TestLongCompilationsWaitForEachOther(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{})
	other, err := lock(t.Context(), silent(t), e.folder.programsLock(), "")
	if err != nil {
		t.Fatal(err)
	}
	b := &bringUp{engine: e, display: silent(t)}
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := b.buildPrograms(short, program.Trivy); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("another run compiles: got %v", err)
	}
	time.AfterFunc(20*time.Millisecond, func() {
		if err := os.MkdirAll(e.folder.program(program.Trivy), 0o755); err != nil {
			t.Error(err)
		}
		other()
	})
	got, err := b.buildPrograms(t.Context(), program.Trivy)
	if err != nil || got != e.folder.program(program.Trivy) {
		t.Errorf("got %s, %v", got, err)
	}
}
