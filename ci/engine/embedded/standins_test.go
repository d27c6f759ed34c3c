//go:build linux

package embedded

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"python-pipeline/ci/engine/embedded/standin"
)

func TestOfficialImagesNeedNoStandIns(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{StandIns: false})
	if got := e.StandIns(); len(got) > 0 {
		t.Errorf("got %v", got)
	}
	if got, err := e.askedStandIns([]string{"mailhog/mailhog:v1.0.1"}); err != nil || len(got) > 0 {
		t.Errorf("got %v, %v", references(got), err)
	}
}

// Only what is asked for is made, and only that is said to serve.
func TestAskedStandIns(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{StandIns: true})
	asked := standin.Asked("bookworm", []string{"postgres:15-bookworm", "redis:7"})
	want := []string{"postgres:15-bookworm"}
	if diff := cmp.Diff(want, references(e.missing(silent(t), asked))); diff != "" {
		t.Errorf("what is made differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, e.connection(launch{}, Login{}, asked).StandIns); diff != "" {
		t.Errorf("what serves differs (-want +got):\n%s", diff)
	}
}
