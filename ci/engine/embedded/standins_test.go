//go:build linux

package embedded

import (
	"slices"
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
	if got, err := e.selectStandIns([]string{"mailhog/mailhog:v1.0.1"}); err != nil || len(got) > 0 {
		t.Errorf("got %v, %v", references(got), err)
	}
}

// The stand-ins of the machine's own release are part of all that it can make.
func TestHostStandIns(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{StandIns: true})
	all, own := e.StandIns(), e.HostStandIns()
	if len(own) == 0 || len(own) >= len(all) {
		t.Errorf("got %v of %v", own, all)
	}
	for _, reference := range own {
		if !slices.Contains(all, reference) {
			t.Errorf("%s is not among %v", reference, all)
		}
	}
}

// Only requested stand-ins are made and listed.
func TestOnlyRequestedStandIns(t *testing.T) {
	t.Parallel()
	e := New(Folder(t.TempDir()), Settings{StandIns: true})
	images := standin.Select([]string{"postgres:15-bookworm", "redis:7"})
	want := []string{"postgres:15-bookworm"}
	if diff := cmp.Diff(want, references(e.missingStandIns(silent(t), images))); diff != "" {
		t.Errorf("the stand-ins to make differ (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, e.newConnection(engineConfig{}, Login{}, images).StandIns); diff != "" {
		t.Errorf("the listed stand-ins differ (-want +got):\n%s", diff)
	}
}
