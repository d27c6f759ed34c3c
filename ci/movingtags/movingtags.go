// Package movingtags decides which tags a release may move. The tag latest stands for the highest version, and 1.2 for the
// highest of 1.2: neither a release of an older line nor a job that runs again may take them from a newer release.
package movingtags

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// An Unmoved is a tag that a release does not move, because of a higher version.
type Unmoved struct {
	Tag    string // the moving tag, such as latest
	Higher string // the version that the repository has
}

// Tags divides the tags of a release into those that it gets and those that it must not move, by the tags that the
// repository has. A pre-release in the repository, such as 1.3.0-rc.1, does not count as a higher version.
func Tags(version string, tags, existing []string) (moved []string, unmoved []Unmoved) {
	for _, tag := range tags {
		if higher := highest(tag, existing); tag != version && slices.Compare(parse(higher), parse(version)) > 0 {
			unmoved = append(unmoved, Unmoved{Tag: tag, Higher: higher})
			continue
		}
		moved = append(moved, tag)
	}
	return moved, unmoved
}

// highest is the highest version of a repository that a moving tag may stand for, "" if there is none.
func highest(moving string, existing []string) string {
	found := ""
	for _, tag := range existing {
		version := strings.TrimPrefix(tag, "v")
		if moving != "latest" && !strings.HasPrefix(version, moving+".") {
			continue
		}
		if slices.Compare(parse(version), parse(found)) > 0 {
			found = version
		}
	}
	return found
}

var pattern = regexp.MustCompile(`^([0-9]+)\.([0-9]+)\.([0-9]+)$`)

// parse returns the numbers of a full version, nil for anything else. Versions that are dates, such as 2026.01.09, have
// leading zeros, which semantic versions must not have.
func parse(version string) []uint64 {
	found := pattern.FindStringSubmatch(version)
	if found == nil {
		return nil
	}
	var numbers []uint64
	for _, digits := range found[1:] {
		number, err := strconv.ParseUint(digits, 10, 64)
		if err != nil {
			return nil
		}
		numbers = append(numbers, number)
	}
	return numbers
}
