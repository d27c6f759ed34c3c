package engine

import (
	"fmt"
	"strings"

	"golang.org/x/mod/semver"
)

// judgeVersion compares the version of an engine with the one that this program
// is made for. An older engine is an error; of another one that may be used the
// note says how it differs.
func judgeVersion(version, wanted string) (note string, err error) {
	got := "v" + strings.TrimPrefix(version, "v")
	if !semver.IsValid(got) {
		return fmt.Sprintf("its version %q cannot be compared with %s, which this program is made for", version, wanted), nil
	}
	switch order := semver.Compare(release(got), release(wanted)); {
	case order < 0:
		return "", fmt.Errorf("its version %s is older than %s, which this program needs", version, wanted)
	case order > 0:
		return fmt.Sprintf("its version %s is newer than %s, which this program is made for", version, wanted), nil
	case semver.Compare(got, wanted) != 0:
		return fmt.Sprintf("its version %s is a development version of %s, which this program is made for", version, wanted), nil
	}
	return "", nil
}

// release is the release that a version belongs to: a development version is
// named by the one to come, and has most of it.
func release(version string) string {
	return strings.TrimSuffix(semver.Canonical(version), semver.Prerelease(version))
}
