package trivy

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// compromised are releases that somebody else published, with a program that
// steals what it finds where it runs.
var compromised = []string{"0.69.4", "0.69.5", "0.69.6"}

// moving are tags that are another image from one day to the next.
var moving = []string{"", "latest", "canary"}

// CheckImage tells why an image must not be taken as the scanner: it sees all
// that is scanned and decides what is published.
func CheckImage(reference string) error {
	name, digest, _ := strings.Cut(reference, "@")
	_, tag, _ := strings.Cut(name[strings.LastIndex(name, "/")+1:], ":")
	release, _, _ := strings.Cut(strings.TrimPrefix(tag, "v"), "-") // -amd64 and the like
	switch {
	case digest != "" && !strings.HasPrefix(digest, "sha256:"):
		// It may be a password in front.
		return fmt.Errorf("…@%s: what stands behind the @ is no digest, such as sha256:…", digest)
	case slices.Contains(compromised, release):
		return fmt.Errorf("%s: this release is not Trivy's own: it steals credentials; name another, and change those of the machines where it ran", reference)
	case digest != "":
		return nil
	case strings.Contains(reference, " ") || name == "":
		return fmt.Errorf("%q is no image", reference)
	case slices.Contains(moving, tag):
		return errors.New(reference + ": this is another image every few days; name a release by its tag, or a digest")
	}
	return nil
}
