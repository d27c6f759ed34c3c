package trivy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// compromised are releases that an attacker published, with a program that steals credentials from the machine on which
// it runs.
var compromised = []string{"0.69.4", "0.69.5", "0.69.6"}

// moving are tags whose image changes from one day to the next.
var moving = []string{"", "latest", "canary"}

// CheckImage returns an error if an image must not be used as the scanner, which reads the whole image and decides
// whether it is published.
func CheckImage(reference string) error {
	name, digest, _ := strings.Cut(reference, "@")
	_, tag, _ := strings.Cut(name[strings.LastIndex(name, "/")+1:], ":")
	release, _, _ := strings.Cut(strings.TrimPrefix(tag, "v"), "-") // -amd64 and the like
	switch {
	case digest != "" && !strings.HasPrefix(digest, "sha256:"):
		// The part before the @ may have a password.
		return fmt.Errorf("…@%s: the part after the @ is not a valid digest; write one like sha256:…", digest)
	case slices.Contains(compromised, release):
		return fmt.Errorf("%s: this release is not Trivy's own: it steals credentials; name another one, and change the credentials of the machines on which it ran", reference)
	case digest != "":
		return nil
	case strings.Contains(reference, " ") || name == "":
		return fmt.Errorf("%q is not a valid reference of an image", reference)
	case slices.Contains(moving, tag):
		return errors.New(reference + ": this tag's image changes every few days; name a release by its tag, or a digest")
	}
	return nil
}
