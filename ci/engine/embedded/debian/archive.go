// Package debian makes root file systems from Debian packages. It uses the host's apt sources, but keeps package lists,
// archives and mmdebstrap in a folder of its own, so the host's apt is not touched.
package debian

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"python-pipeline/ci/engine/embedded/interruptible"
	"python-pipeline/ci/freshness"
)

// listsMaxAge is how old package lists may be before they are downloaded again.
const listsMaxAge = 12 * time.Hour

// Archive is the Debian archive of the host's apt sources, read through a separate apt state.
type Archive struct {
	// Suite is the code name of the host's release, such as "bookworm".
	Suite string

	folder  string
	sources []string
}

// Open reads the host's release and apt sources, downloads the package lists when they are older than listsMaxAge, and
// unpacks mmdebstrap. All files lie below folder.
func Open(ctx context.Context, folder string) (*Archive, error) {
	suite, err := HostSuite()
	if err != nil {
		return nil, err
	}
	a := &Archive{Suite: suite, folder: folder}
	// A bring-up that was killed may have left files there.
	if err := os.RemoveAll(filepath.Join(folder, "tmp")); err != nil {
		return nil, err
	}
	for _, sub := range []string{"lists/partial", "archives/partial", "tmp"} {
		if err := os.MkdirAll(filepath.Join(folder, sub), 0o755); err != nil {
			return nil, err
		}
	}
	if err := a.updateLists(ctx); err != nil {
		return nil, err
	}
	if a.sources, err = a.debianSources(ctx); err != nil {
		return nil, err
	}
	return a, a.unpackMmdebstrap(ctx)
}

// HostSuite returns the code name of the host's release, such as "bookworm".
func HostSuite() (string, error) {
	const path = "/etc/os-release"
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("host release: %w", err)
	}
	for line := range strings.Lines(string(content)) {
		if value, found := strings.CutPrefix(strings.TrimSpace(line), "VERSION_CODENAME="); found {
			return strings.Trim(value, `"`), nil
		}
	}
	return "", fmt.Errorf("host release: %s has no VERSION_CODENAME; use a released Debian", path)
}

func (a *Archive) updateLists(ctx context.Context) error {
	stamp := filepath.Join(a.folder, "updated")
	if info, err := os.Stat(stamp); err == nil && freshness.Within(listsMaxAge, info.ModTime(), time.Now()) {
		return nil
	}
	// An unreachable third-party source must not fail the update, so only the presence of Debian's own lists counts.
	_, err := a.apt(ctx, "update")
	if sources, sourcesErr := a.debianSources(ctx); sourcesErr == nil && len(sources) > 0 {
		return os.WriteFile(stamp, nil, 0o644)
	}
	if err == nil {
		err = fmt.Errorf("the host's apt sources have no %s main", a.Suite)
	}
	return fmt.Errorf("package lists: %w; check the apt sources of this machine", err)
}

// debianSources lists the host's sources of the release's main component as one-line entries. Packages of third-party
// archives must not get into a stand-in.
func (a *Archive) debianSources(ctx context.Context) ([]string, error) {
	targets, err := a.apt(ctx, "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages")
	if err != nil {
		return nil, fmt.Errorf("apt sources: %w", err)
	}
	wanted := map[string]bool{a.Suite: true, a.Suite + "-updates": true, a.Suite + "-security": true}
	var sources []string
	seen := map[string]bool{}
	for line := range strings.Lines(targets) {
		fields := strings.Fields(line)
		if len(fields) != 3 || !wanted[fields[1]] || fields[2] != "main" {
			continue
		}
		source := fmt.Sprintf("deb %s %s main", fields[0], fields[1])
		if !seen[source] {
			seen[source] = true
			sources = append(sources, source)
		}
	}
	return sources, nil
}

// unpackMmdebstrap downloads and unpacks mmdebstrap's package. The program is
// one Perl script, so nothing has to be installed on the host.
func (a *Archive) unpackMmdebstrap(ctx context.Context) error {
	if _, err := os.Stat(a.mmdebstrap()); err == nil {
		return nil
	}
	if _, err := a.apt(ctx, "download", "mmdebstrap"); err != nil {
		return fmt.Errorf("mmdebstrap: download: %w", err)
	}
	packages, err := filepath.Glob(filepath.Join(a.folder, "mmdebstrap_*.deb"))
	if err != nil || len(packages) == 0 {
		return fmt.Errorf("mmdebstrap: apt left no package in %s", a.folder)
	}
	if _, err := interruptible.Output(exec.CommandContext(ctx, "dpkg-deb", "--extract", packages[0], filepath.Join(a.folder, "mmdebstrap"))); err != nil {
		return fmt.Errorf("mmdebstrap: dpkg-deb: %w", err)
	}
	return nil
}

func (a *Archive) mmdebstrap() string {
	return filepath.Join(a.folder, "mmdebstrap", "usr", "bin", "mmdebstrap")
}

func (a *Archive) apt(ctx context.Context, args ...string) (string, error) {
	state := []string{
		"-q",
		// Descriptions, translations and icons of packages are not needed here.
		"-o", "Acquire::Languages=none",
		"-o", "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false",
		"-o", "Acquire::IndexTargets::deb::DEP-11-icons-small::DefaultEnabled=false",
		"-o", "Dir::State::lists=" + filepath.Join(a.folder, "lists"),
		"-o", "Dir::Cache=" + a.folder,
		"-o", "Dir::Log=" + a.folder,
		// apt's own user may not be able to read the folder.
		"-o", "APT::Sandbox::User=root",
		// Hooks of the host's configuration would change the host.
		"-o", "APT::Update::Post-Invoke::=",
		"-o", "APT::Update::Post-Invoke-Success::=",
	}
	cmd := exec.CommandContext(ctx, "apt-get", append(state, args...)...)
	cmd.Dir = a.folder
	out, err := interruptible.Output(cmd)
	if err != nil {
		return "", fmt.Errorf("apt-get: %w", err)
	}
	return out, nil
}
