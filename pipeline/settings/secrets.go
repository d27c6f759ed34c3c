package settings

import (
	"errors"
	"net/url"
	"regexp"
	"strings"
)

var (
	// A word counts where it stands for the value itself: GITHUB_TOKEN and
	// DB_PASS, but not TOKENIZERS_PARALLELISM and BYPASS.
	secretName = regexp.MustCompile(`PASSWORD|(^|_)SECRET(_|$)|(^|_)(SECRETS|TOKEN|PASS|PASSWD|PASSPHRASE|PASSCODE|CREDENTIALS?|` +
		`(ACCESS|ACCOUNT|AES|API|AUTH|CRYPT|DECRYPTION|ENCRYPT|ENCRYPTION|FERNET|HMAC|JWT|MASTER|PRIVATE|SIGNING)_?KEYS?)$|_PWD?$`)
	// These hold the place of a secret, not the secret.
	placeName = regexp.MustCompile(`_(FILE|PATH|DIR)$`)
)

// public refuses a variable that would put a secret into the image.
func public(name, value string) error {
	const remedy = "and everyone who has the image can read env; pass it when the app runs, or use build-env if only the build needs it"
	upper := strings.ToUpper(name)
	if secretName.MatchString(upper) && !placeName.MatchString(upper) {
		return errors.New("looks like a secret, " + remedy)
	}
	if holdsPassword(value) {
		return errors.New("is an address with a password, " + remedy)
	}
	return nil
}

func holdsPassword(value string) bool {
	address, err := url.Parse(value)
	if err != nil {
		// A slash in a password ends the host too early.
		return WithoutCredentials(value) != value
	}
	_, found := address.User.Password()
	return found
}
