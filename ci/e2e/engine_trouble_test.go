//go:build linux

package e2e

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-containerregistry/pkg/name"
	"github.com/google/go-containerregistry/pkg/v1/random"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"golang.org/x/sys/unix"
)

// takesOnlyItsStandIns puts another image where the registry of an engine has a
// stand-in: the next run says so and makes it again.
func takesOnlyItsStandIns(t *testing.T, variables []string) {
	t.Helper()
	status := engineStatus(t, variables...)
	if status["images"] != "stand-ins" {
		return // docker.io can be reached from here, and there are none
	}
	reference, err := name.ParseReference(status["registry"] + "/mailhog/mailhog:v1.0.1")
	if err != nil {
		t.Fatal(err)
	}
	before, err := remote.Head(reference)
	if err != nil {
		t.Fatal(err)
	}
	another, err := random.Image(1000, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := remote.Write(reference, another, remote.WithAuth(registryLogin(t, variables...))); err != nil {
		t.Fatal(err)
	}
	digest, err := another.Digest()
	if err != nil {
		t.Fatal(err)
	}
	want := "stand-in for mailhog/mailhog:v1.0.1: the engine's registry has another image (" + digest.String() + ") than the one that was pushed (" + before.Digest.String() + "); it is made again"
	if out := engineCommand(t, variables, "start"); !strings.Contains(out, want) {
		t.Errorf("%q is missing in:\n%s", want, out)
	}
	if after, err := remote.Head(reference); err != nil || after.Digest == digest {
		t.Errorf("it serves %v, %v", after, err)
	}
	if out := engineCommand(t, variables, "start"); strings.Contains(out, "another image") {
		t.Errorf("it was made again, but:\n%s", out)
	}
}

// startsAfterATrouble lets a stopped engine's start fail in two ways. Each says
// why in one line and leaves nothing behind that keeps the next one from starting.
func startsAfterATrouble(t *testing.T, folder string, variables []string, registry string) {
	t.Helper()
	squatter, err := net.Listen("tcp", registry)
	if err != nil {
		t.Fatal(err)
	}
	engineRefuses(t, variables, "start", "embedded engine: start: ", registry, "address already in use", "another program has the port; end it, or")
	squatter.Close()

	run := filepath.Join(folder, "run")
	if err := unix.Mount("tmpfs", run, "tmpfs", 0, "size=16k"); err != nil {
		t.Fatal(err)
	}
	full := filepath.Join(run, "full")
	if err := os.WriteFile(full, make([]byte, 1<<20), 0o600); err == nil {
		t.Error("the disk is not full")
	}
	engineRefuses(t, variables, "start", "no space left on device")
	if err := unix.Unmount(run, 0); err != nil {
		t.Fatal(err)
	}
	if supervisors := processesWithArgument(t, folder); len(supervisors) > 0 {
		t.Errorf("supervisors: %v", supervisors)
	}
	engineCommand(t, variables, "start")
	engineCommand(t, variables, "stop")
}
