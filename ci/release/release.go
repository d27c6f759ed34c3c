// Package release decides which tags a release may move. The tag latest stands
// for the highest version, and 1.2 for the highest of 1.2: a release of an older
// line, and a job that runs again, must not take them from a newer one.
package release

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Left is a tag that a release leaves where it is, because of a higher
// version.
type Left struct {
	Tag    string // the moving tag, such as latest
	Higher string // the version that the repository has
}

// Tags divides the tags of a release into those that it takes and those that it
// leaves, by the tags that the repository has. What comes before a release, such
// as 1.3.0-rc.1, takes nothing from one.
func Tags(version string, tags, there []string) (taken []string, left []Left) {
	for _, tag := range tags {
		if higher := highest(tag, there); tag != version && slices.Compare(parse(higher), parse(version)) > 0 {
			left = append(left, Left{Tag: tag, Higher: higher})
			continue
		}
		taken = append(taken, tag)
	}
	return taken, left
}

// highest is the highest version of a repository that a moving tag may stand
// for, "" for none.
func highest(moving string, there []string) string {
	found := ""
	for _, tag := range there {
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

// parse gives the numbers of a full version, nil for anything else. Versions
// that are dates, such as 2026.01.09, have zeros that semantic versions must not
// have.
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
