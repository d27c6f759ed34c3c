package debian

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"python-pipeline/ci/wholefile"
)

// Release returns the archive of another release, from the mirrors of the host's apt sources. Its package lists are kept
// apart from the host's, and are valid only with a signature by a key of the host's archive keyring. An empty suite is the
// host's own.
func (a *Archive) Release(ctx context.Context, suite string) (*Archive, error) {
	if suite == "" || suite == a.Suite {
		return a, nil
	}
	if _, err := os.Stat(keyring); err != nil {
		return nil, fmt.Errorf("package lists of Debian %s: their signature cannot be checked: %w; install the package debian-archive-keyring on this machine", suite, err)
	}
	other := &Archive{Suite: suite, folder: a.folder, state: filepath.Join(a.folder, suite), options: append([]string{"signed-by=" + keyring}, a.options...)}
	other.list = filepath.Join(other.state, "sources.list")
	var wanted []source
	var lines strings.Builder
	for _, s := range a.sources {
		s = s.ofRelease(a.Suite, suite)
		wanted = append(wanted, s)
		lines.WriteString(s.line(other.options...) + "\n")
	}
	if err := other.makeState(); err != nil {
		return nil, err
	}
	if content, err := os.ReadFile(other.list); err != nil || string(content) != lines.String() {
		if err := errors.Join(os.RemoveAll(other.stamp()), wholefile.Write(other.list, []byte(lines.String()), 0o644)); err != nil {
			return nil, err
		}
	}
	if err := other.update(ctx, func(ctx context.Context) error { return other.updateRelease(ctx, wanted) }); err != nil {
		return nil, err
	}
	return other, nil
}

// updateRelease downloads the lists of the wanted sources. The mirror need not have all of them: a release in
// development may have no updates of its own.
func (a *Archive) updateRelease(ctx context.Context, wanted []source) error {
	_, failed := a.apt(ctx, "-o", "APT::Update::Error-Mode=any", "update")
	found, err := a.readSources(ctx)
	if err != nil {
		return err
	}
	if problem := missing(a.Suite, wanted, found, failed); problem != nil {
		return problem
	}
	a.sources = found
	return nil
}

// missing returns an error when a mirror lacks a release, or when apt could not read one of the wanted sources for another
// reason than that the mirror does not have it: without it there would be no security updates. Apt keeps no list of a
// source without packages, and does not complain of it.
func missing(release string, wanted, found []source, failed error) error {
	if failed == nil {
		failed = errors.New("apt read no list of it")
	}
	text := failed.Error()
	for _, s := range wanted {
		absent := strings.Contains(text, fmt.Sprintf("'%s %s Release' does not have a Release file", strings.TrimSuffix(s.uri, "/"), s.suite))
		// The host may have another archive with a suite of this name, which does not have the release.
		if slices.ContainsFunc(found, func(f source) bool { return f.suite == s.suite }) || s.suite != release && (absent || !strings.Contains(text, s.suite)) {
			continue
		}
		advice := "the mirror of this machine's apt sources has to serve it; other versions of Python come from other releases"
		switch {
		case strings.Contains(text, "NO_PUBKEY") || strings.Contains(text, "Missing key"):
			advice = "this machine's archive keyring does not have its key: install a newer package debian-archive-keyring"
		case strings.Contains(text, "is expired"):
			advice = "the mirror is out of date: name another one in this machine's apt sources"
		}
		return fmt.Errorf("%s of %s cannot be read: %w; %s", s.suite, s.uri, failed, advice)
	}
	return nil
}
