package debian

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// keyring has the keys of Debian's archive. It belongs to the package debian-archive-keyring, of the host and of every
// Debian image.
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg"

// A source is the main component of a suite on a mirror.
type source struct{ uri, suite string }

// line is the source as apt's one-line entry.
func (s source) line(options ...string) string {
	if len(options) == 0 {
		return fmt.Sprintf("deb %s %s main", s.uri, s.suite)
	}
	return fmt.Sprintf("deb [%s] %s %s main", strings.Join(options, " "), s.uri, s.suite)
}

// pockets are the parts of a release, each a suite of its own: the release, its updates and its security updates.
var pockets = []string{"", "-updates", "-security"}

// ofRelease returns the source's counterpart in another release, on the same mirror.
func (s source) ofRelease(from, to string) source {
	return source{uri: s.uri, suite: to + strings.TrimPrefix(s.suite, from)}
}

// readSources lists the sources of the archive's release whose package lists apt has. Packages of third-party archives
// must not get into a stand-in.
func (a *Archive) readSources(ctx context.Context) ([]source, error) {
	targets, err := a.apt(ctx, "indextargets", "--format", "$(REPO_URI) $(RELEASE) $(COMPONENT)", "Created-By: Packages")
	if err != nil {
		return nil, fmt.Errorf("apt sources: %w", err)
	}
	return parseSources(targets, a.Suite), nil
}

func parseSources(targets, release string) []source {
	var sources []source
	for line := range strings.Lines(targets) {
		fields := strings.Fields(line)
		if len(fields) != 3 || fields[2] != "main" {
			continue
		}
		found := source{uri: fields[0], suite: fields[1]}
		pocket, isOfRelease := strings.CutPrefix(found.suite, release)
		if isOfRelease && slices.Contains(pockets, pocket) && !slices.Contains(sources, found) {
			sources = append(sources, found)
		}
	}
	return sources
}
