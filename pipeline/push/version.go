package push

import "regexp"

var version = regexp.MustCompile(`^v?[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$`)

// IsVersion tells whether a tag is a full version, such as 1.2.3 or 1.2.3-rc.1.
// People expect it to stand for the same image for ever.
func IsVersion(tag string) bool { return version.MatchString(tag) }
