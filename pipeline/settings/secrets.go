package settings

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

var (
	// secretName matches names in which a word means that the value is a secret:
	// GITHUB_TOKEN and DB_PASS, but not TOKENIZERS_PARALLELISM and BYPASS.
	secretName = regexp.MustCompile(`PASSWORD|(^|_)SECRET(_|$)|(^|_)(SECRETS|TOKEN|PASS|PASSWD|PASSPHRASE|PASSCODE|CREDENTIALS?|` +
		`(ACCESS|ACCOUNT|AES|API|AUTH|CRYPT|DECRYPTION|ENCRYPT|ENCRYPTION|FERNET|HMAC|JWT|MASTER|PRIVATE|SIGNING)_?KEYS?)$|_PWD?$`)
	// placeName matches names of variables that have the path of a secret.
	placeName = regexp.MustCompile(`_(FILE|PATH|DIR)$`)
)

// notSecret refuses a variable that would put a secret into the image.
func notSecret(name, value string) error {
	const remedy = "and everyone who has the image can read env; pass it when the app runs, or use build-env if only the build needs it"
	if NamesSecret(name) {
		return errors.New("looks like a secret, " + remedy)
	}
	if hasPassword(value) {
		return errors.New("is an address with a password, " + remedy)
	}
	return nil
}

// NamesSecret reports whether the value of a variable of this name is a secret.
func NamesSecret(name string) bool {
	upper := strings.ToUpper(name)
	return secretName.MatchString(upper) && !placeName.MatchString(upper)
}

func hasPassword(value string) bool {
	address, err := url.Parse(value)
	if err != nil {
		// With a slash in the password the host ends too early.
		return WithoutCredentials(value) != value
	}
	_, found := address.User.Password()
	return found
}

var (
	addressPattern = regexp.MustCompile(`://\S+`)
	// bareHost matches a host with or without a port, but not a user name with a
	// password.
	bareHost = regexp.MustCompile(`^[^:]*(:[0-9]{1,5})?$`)
	// fullHost matches a host with a dot, which is hardly a part of a password.
	fullHost = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:[0-9]{1,5})?$`)
)

// WithoutCredentials masks the user names, passwords and tokens of the addresses
// in a text for an error or a log.
//
// A password may have an @ or a slash, which is invalid in an address and often
// the reason for the error. So an address whose host is in doubt is masked up to
// its last @, even if that @ begins a version.
func WithoutCredentials(text string) string {
	return addressPattern.ReplaceAllStringFunc(text, func(address string) string {
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
