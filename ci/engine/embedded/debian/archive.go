// Package debian makes root file systems from Debian packages. It uses the host's apt sources, but keeps package lists,
// archives and mmdebstrap in a folder of its own, so the host's apt is not touched.
package debian

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"python-pipeline/ci/freshness"
)

// listsMaxAge is how old package lists may be before they are downloaded again.
const listsMaxAge = 12 * time.Hour

// Archive is a release of Debian on the mirrors of the host's apt sources, read through a separate apt state.
type Archive struct {
	// Suite is the code name of the release, such as "bookworm".
	Suite string

	folder  string   // has what the releases share: mmdebstrap and unfinished files
	state   string   // has the package lists
	list    string   // the file of sources, empty for the host's own
	sources []source // whose lists apt has
	options []string // of each source, such as "check-valid-until=no"
}

// Open reads the host's release and apt sources, downloads the package lists when they are older than listsMaxAge, and
// unpacks mmdebstrap. All files lie below folder.
func Open(ctx context.Context, folder string) (*Archive, error) {
	host, err := ReadHost()
	if err != nil {
		return nil, err
	}
	a := &Archive{Suite: host.Suite, folder: folder, state: folder}
	// A bring-up that was killed may have left files there.
	if err := os.RemoveAll(a.unfinished()); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(a.unfinished(), 0o755); err != nil {
		return nil, err
	}
	if err := a.makeState(); err != nil {
		return nil, err
	}
	expired, err := a.acceptsExpired(ctx)
	if err != nil {
		return nil, fmt.Errorf("apt configuration: %w", err)
	}
	if expired {
		a.options = []string{"check-valid-until=no"}
	}
	if err := a.update(ctx, a.updateHost); err != nil {
		return nil, err
	}
	return a, a.unpackMmdebstrap(ctx)
}

func (a *Archive) unfinished() string { return filepath.Join(a.folder, "tmp") }

// stamp is the file whose time is that of the last update.
func (a *Archive) stamp() string { return filepath.Join(a.state, "updated") }

// makeState creates the folders that apt expects.
func (a *Archive) makeState() error {
	for _, sub := range []string{"lists/partial", "archives/partial"} {
		if err := os.MkdirAll(filepath.Join(a.state, sub), 0o755); err != nil {
			return err
		}
	}
	return nil
}

// update calls download, which downloads the package lists, when they are absent or older than listsMaxAge.
func (a *Archive) update(ctx context.Context, download func(context.Context) error) (err error) {
	if info, err := os.Stat(a.stamp()); err == nil && freshness.Within(listsMaxAge, info.ModTime(), time.Now()) {
		a.sources, err = a.readSources(ctx)
		if err == nil && len(a.sources) > 0 {
			return nil
		}
	}
	if err := download(ctx); err != nil {
		return fmt.Errorf("package lists of Debian %s: %w", a.Suite, err)
	}
	return os.WriteFile(a.stamp(), nil, 0o644)
}

// updateHost downloads the lists of the host's own sources.
func (a *Archive) updateHost(ctx context.Context) error {
	// An unreachable third-party source must not fail the update, so only the presence of Debian's own lists counts.
	_, err := a.apt(ctx, "update")
	sources, sourcesErr := a.readSources(ctx)
	if sourcesErr == nil && len(sources) > 0 {
		a.sources = sources
		return nil
	}
	if err == nil {
		err = fmt.Errorf("the host's apt sources have no %s main", a.Suite)
	}
	return fmt.Errorf("%w; check the apt sources of this machine", err)
}
