package debian

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"python-pipeline/ci/engine/embedded/interruptible"
)

func (a *Archive) apt(ctx context.Context, args ...string) (string, error) {
	state := []string{
		"-q",
		// Descriptions, translations and icons of packages are not needed here.
		"-o", "Acquire::Languages=none",
		"-o", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
		"-o", "Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled=false",
		"-o", "Dir::State::lists=" + filepath.Join(a.state, "lists"),
		"-o", "Dir::Cache=" + a.state,
		"-o", "Dir::Log=" + a.state,
		// apt's own user may not be able to read the folder.
		"-o", "APT::Sandbox::User=root",
		// Hooks of the host's configuration would change the host.
		"-o", "APT::Update::Post-Invoke::=",
		"-o", "APT::Update::Post-Invoke-Success::=",
	}
	if a.list != "" {
		state = append(state, "-o", "Dir::Etc::sourcelist="+a.list, "-o", "Dir::Etc::sourceparts=-")
	}
	return a.run(ctx, "apt-get", append(state, args...)...)
}

func (a *Archive) run(ctx context.Context, program string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = a.state
	// Messages of apt tell a release that a mirror lacks from one that cannot be read.
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	out, err := interruptible.Output(cmd)
	if err != nil {
		return "", fmt.Errorf("%s: %w", program, err)
	}
	return out, nil
}

// acceptsExpired reports whether the host's apt uses the lists of a mirror that are older than their own limit. The
// stand-ins take their packages from the same mirror, and their apt reads it again when an image is built.
func (a *Archive) acceptsExpired(ctx context.Context) (bool, error) {
	out, err := a.run(ctx, "apt-config", "shell", "CHECK", "Acquire::Check-Valid-Until/b")
	return strings.TrimSpace(out) == "CHECK='false'", err
}
