package revision

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// addresses are the schemes that mean the same on another machine.
var addresses = map[string]bool{"http": true, "https": true, "ssh": true, "git": true}

var (
	// short is git's own form of an ssh address, such as
	// git@host.example:acme/shop. A drive of Windows is not a host.
	short = regexp.MustCompile(`^(?:[^@/:]+@)?([A-Za-z0-9][A-Za-z0-9.-]+):/?([^/?#@][^?#@]*)$`)
	// login is a user name and a password in the middle of an address.
	login = regexp.MustCompile(`:[^/]*@`)
)

// address drops the credentials of a remote's address. One that is a folder of
// this machine means nothing elsewhere, and one that cannot be read, or that has
// credentials or control characters where none belong, is left out.
func address(remote string) string {
	if strings.ContainsFunc(remote, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
		return ""
	}
	if strings.Contains(remote, "://") {
		parsed, err := url.Parse(remote)
		if err != nil || parsed.Host == "" || !addresses[parsed.Scheme] || login.MatchString(parsed.Path) {
			return ""
		}
		return (&url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}).String()
	}
	if parts := short.FindStringSubmatch(remote); parts != nil {
		return "ssh://" + parts[1] + "/" + parts[2]
	}
	return ""
}
