package diskspace

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"testing"

	"golang.org/x/sys/unix"
)

func TestFull(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		err  error
		want bool
	}{
		{nil, false},
		{errors.New("permission denied"), false},
		{fmt.Errorf("registry: %w", &os.PathError{Op: "write", Path: "/cache/go.sum", Err: unix.ENOSPC}), true},
		{errors.New("tar: base.tar: Cannot write: No space left on device"), true},
	} {
		if got := Full(test.err); got != test.want {
			t.Errorf("%v: got %t", test.err, got)
		}
	}
}

// The first advice stays: it comes from the code that knows the disk.
func TestAdvise(t *testing.T) {
	t.Parallel()
	full := &os.PathError{Op: "write", Path: "/dist/digest", Err: unix.ENOSPC}
	err := Advise(fmt.Errorf("shop: %w", Advise(full, "free some space")), "buy a disk")
	if !errors.Is(err, unix.ENOSPC) || err.Error() != "shop: write /dist/digest: no space left on device; free some space" {
		t.Errorf("got %v", err)
	}
	other := errors.New("permission denied")
	if err := Advise(other, "free some space"); err != other {
		t.Errorf("got %v", err)
	}
	if err := Advise(nil, "free some space"); err != nil {
		t.Errorf("got %v", err)
	}
}

// On a disk that is nearly full any error may be caused by that.
func TestAdviseNear(t *testing.T) {
	t.Parallel()
	folder, other := t.TempDir(), errors.New("package bidi is not in std")
	for _, test := range []struct {
		folder string
		bytes  int64
		want   string
	}{
		{folder, 0, "^package bidi is not in std$"},
		{folder, 1 << 60, `^package bidi is not in std; its disk has only \d+\.\d MB left: free some space$`},
		{folder + "/absent", 1 << 60, "^package bidi is not in std$"},
	} {
		err := AdviseNear(other, test.folder, test.bytes, "free some space")
		if !errors.Is(err, other) || !regexp.MustCompile(test.want).MatchString(err.Error()) {
			t.Errorf("got %v, want %s", err, test.want)
		}
	}
	if err := AdviseNear(unix.ENOSPC, folder, 0, "free some space"); err.Error() != "no space left on device; free some space" {
		t.Errorf("got %v", err)
	}
	if err := AdviseNear(nil, folder, 1<<60, "free some space"); err != nil {
		t.Errorf("got %v", err)
	}
}

func TestProbe(t *testing.T) {
	t.Parallel()
	small, large := t.TempDir(), t.TempDir()
	// Mounting needs root, as the embedded engine does.
	if err := unix.Mount("tmpfs", small, "tmpfs", 0, "size=64k"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Unmount(small, 0); err != nil {
			t.Error(err)
		}
	})
	if err := Probe(small); !Full(err) {
		t.Errorf("a small disk: %v", err)
	}
	if err := Probe(large); err != nil {
		t.Errorf("a disk with room: %v", err)
	}
	for _, folder := range []string{small, large} {
		if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
			t.Errorf("it left %v, %v", entries, err)
		}
	}
}
