package revision

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// remoteSchemes are the schemes whose addresses are valid on another machine.
var remoteSchemes = map[string]bool{"http": true, "https": true, "ssh": true, "git": true}

var (
	// scpForm is git's short form of an ssh address, such as
	// git@host.example:acme/shop. A drive letter of Windows is not a host.
	scpForm = regexp.MustCompile(`^(?:[^@/:]+@)?([A-Za-z0-9][A-Za-z0-9.-]+):/?([^/?#@][^?#@]*)$`)
	// credentials matches a user name and a password inside a path.
	credentials = regexp.MustCompile(`:[^/]*@`)
)

// publicAddress is a remote's address without credentials. It is "" for a folder of this machine, which means nothing
// elsewhere, and for an address that cannot be parsed or has credentials or control characters where none belong.
func publicAddress(remote string) string {
	if strings.ContainsFunc(remote, func(r rune) bool { return !unicode.IsGraphic(r) || unicode.IsSpace(r) }) {
		return ""
	}
	if strings.Contains(remote, "://") {
		parsed, err := url.Parse(remote)
		if err != nil || parsed.Host == "" || !remoteSchemes[parsed.Scheme] || credentials.MatchString(parsed.Path) {
			return ""
		}
		return (&url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}).String()
	}
	if parts := scpForm.FindStringSubmatch(remote); parts != nil {
		return "ssh://" + parts[1] + "/" + parts[2]
	}
	return ""
}
