package lock

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// wheel is what the name of a wheel says of the Pythons that can install it.
type wheel struct{ pythons, abis, platforms []string }

// parseWheel reads NAME-VERSION[-BUILD]-PYTHONS-ABIS-PLATFORMS.whl.
func parseWheel(name string) (wheel, bool) {
	name, is := strings.CutSuffix(name, ".whl")
	parts := strings.Split(name, "-")
	if !is || len(parts) != 5 && len(parts) != 6 {
		return wheel{}, false
	}
	tags := parts[len(parts)-3:]
	return wheel{strings.Split(tags[0], "."), strings.Split(tags[1], "."), strings.Split(tags[2], ".")}, true
}

// Images are of Debian, whose C library is glibc, for either processor.
var imagePlatform = regexp.MustCompile(`^(?:any|(?:linux|manylinux[0-9_]+)_(?:x86_64|aarch64))$`)

// installsOn reports whether CPython 3.minor of an image can install the wheel.
func (w wheel) installsOn(minor int) bool {
	if !slices.ContainsFunc(w.platforms, imagePlatform.MatchString) {
		return false
	}
	own := "cp3" + strconv.Itoa(minor)
	for _, python := range w.pythons {
		for _, abi := range w.abis {
			switch {
			case python == own && (abi == own || abi == "none"),
				abi == "abi3" && isUpTo(python, "cp3", minor),
				abi == "none" && (python == "py3" || isUpTo(python, "py3", minor)):
				return true
			}
		}
	}
	return false
}

// isUpTo reports whether a tag is of a minor version that is not newer.
func isUpTo(tag, prefix string, minor int) bool {
	digits, is := strings.CutPrefix(tag, prefix)
	number, err := strconv.Atoi(digits)
	return is && err == nil && number <= minor
}
