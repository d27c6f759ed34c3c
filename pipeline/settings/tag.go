package settings

import (
	"errors"
	"regexp"
	"strconv"
)

// MaxTag is the longest tag that the OCI distribution specification allows, in
// characters.
const MaxTag = 128

var tagPattern = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,` + strconv.Itoa(MaxTag-1) + `}$`)

// IsTag tells whether a registry takes a text as the tag of an image.
func IsTag(text string) bool { return tagPattern.MatchString(text) }

// versionTag accepts tags that stay what they are.
func versionTag(value string) error {
	switch {
	case value == "latest":
		return errors.New("is another image every few weeks; name a version")
	case !IsTag(value):
		return errors.New("is no tag of an image")
	}
	return nil
}
