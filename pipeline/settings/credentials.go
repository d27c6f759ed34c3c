package settings

import (
	"regexp"
	"strings"
)

var (
	address = regexp.MustCompile(`://\S+`)
	// bareHost is what may be a host with a port, and no name with a password.
	bareHost = regexp.MustCompile(`^[^:]*(:[0-9]{1,5})?$`)
	// fullHost can hardly be the second half of a password that has an @.
	fullHost = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?$`)
)

// WithoutCredentials is text, fit for an error or a log: its addresses show no
// user, no password and no token.
//
// A password may hold an @ or a slash, which no correct address has there; often
// that is what the error is about. So an address whose host is in doubt is masked
// up to its last @, even if that one begins a version.
func WithoutCredentials(text string) string {
	return address.ReplaceAllStringFunc(text, func(address string) string {
		masked := strings.TrimPrefix(address, "://")
		first, _, _ := strings.Cut(masked, "/")
		at := strings.LastIndex(first, "@")
		user, host := first[:max(at, 0)], first[at+1:]
		if strings.Contains(user, ":") && !fullHost.MatchString(host) || !bareHost.MatchString(host) {
			at = strings.LastIndex(masked, "@")
		}
		if at >= 0 {
			masked = "***" + masked[at:]
		}
		return "://" + masked
	})
}
