package debian

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"python-pipeline/ci/engine/embedded/interruptible"
)

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

// mergedUsr is the folder of scripts that make /bin and the like links from the beginning. Without them Debian 12 would
// install usrmerge for it, and with it all of Perl, which Debian's own images do not have.
func (a *Archive) mergedUsr() string {
	return filepath.Join(a.folder, "mmdebstrap", "usr", "share", "mmdebstrap", "hooks", "merged-usr")
}
