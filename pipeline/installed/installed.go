// Package installed reads the installed packages of a stage from Debian's and Python's own files, so that a scanner's
// report can be compared with them.
package installed

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"regexp"
	"strings"
)

// Image is the content of an image before the files of the app are added.
type Image struct {
	DebianVersion string    // the text of /etc/debian_version, such as 12.5
	Debian        []Package // the installed Debian packages
	Python        []string  // a folder *.dist-info for each distribution of the virtual environment, without a slash in front
}

// Package is a Debian package.
type Package struct {
	Name    string // dpkg's name, without the architecture
	Version string // with its epoch, if any, and its revision
}

// versionOfRelease matches the version of a stable Debian, of which the first number names the release, and the code name
// of a release in development.
var versionOfRelease = regexp.MustCompile(`^(?:([0-9]+)(?:\.[0-9]+)*|[a-z]+/sid)$`)

// Release returns the name of the Debian release in a vulnerability database: "debian 12" for each version 12.x. A
// release in development has no number; the scanner looks for it by its code name, such as "debian forky/sid".
func (i Image) Release() (string, error) {
	version := strings.TrimSpace(i.DebianVersion)
	match := versionOfRelease.FindStringSubmatch(version)
	if match == nil {
		return "", fmt.Errorf("the base image has Debian %q, which is not the version of a release; choose another python or variant", version)
	}
	return "debian " + cmp.Or(match[1], version), nil
}

// Debian reads the installed packages from dpkg's file /var/lib/dpkg/status. It leaves out removed packages whose
// configuration is still there. An empty list is an error, because every Debian has packages.
func Debian(status string) ([]Package, error) {
	var packages []Package
	for _, paragraph := range strings.Split(status, "\n\n") {
		fields := map[string]string{}
		for _, line := range strings.Split(paragraph, "\n") {
			// A line that continues a field begins with a space.
			if name, value, found := strings.Cut(line, ":"); found && !strings.HasPrefix(line, " ") {
				fields[name] = strings.TrimSpace(value)
			}
		}
		if strings.HasSuffix(fields["Status"], " installed") {
			packages = append(packages, Package{Name: fields["Package"], Version: fields["Version"]})
		}
	}
	if len(packages) == 0 {
		return nil, errors.New("/var/lib/dpkg/status of the base image names no installed package; choose an image of Debian's that has dpkg")
	}
	return packages, nil
}

// suffix ends the name of the folder that an installer makes for a distribution.
const suffix = ".dist-info"

// IsDistribution reports whether a folder in site-packages is the metadata of an installed distribution.
func IsDistribution(folder string) bool { return strings.HasSuffix(folder, suffix) }

var separators = regexp.MustCompile(`[-_.]+`)

// Distribution returns the name and the version in the name of a folder *.dist-info, both in canonical form. The
// installer has checked them. Another package could overwrite the files of the folder, but not its name.
func Distribution(folder string) (name, version string) {
	stem := strings.TrimSuffix(path.Base(folder), suffix)
	// Neither names nor versions have a hyphen there.
	name, version, _ = strings.Cut(stem, "-")
	return CanonicalName(name), CanonicalVersion(version)
}

// CanonicalName returns a distribution's name in the form that an index compares.
func CanonicalName(name string) string {
	return strings.ToLower(separators.ReplaceAllString(name, "-"))
}

// versionPattern has the parts of a version by PEP 440.
var versionPattern = regexp.MustCompile(`^v?(?:(\d+)!)?(\d+(?:\.\d+)*)` +
	`(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?(\d*))?` +
	`(?:[-_.]?(post|rev|r)[-_.]?(\d*)|[-_](\d+))?` +
	`(?:[-_.]?(dev)[-_.]?(\d*))?` +
	`(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$`)

// phases are the short forms of the words for pre-releases.
var phases = map[string]string{"alpha": "a", "beta": "b", "c": "rc", "pre": "rc", "preview": "rc"}

// CanonicalVersion returns the same text for all spellings of a version, such as "1.0-RC1" and "1rc1". A text that is
// not a version by PEP 440 is in lower case.
func CanonicalVersion(text string) string {
	text = strings.ToLower(strings.TrimSpace(text))
	parts := versionPattern.FindStringSubmatch(text)
	if parts == nil {
		return separators.ReplaceAllString(text, ".")
	}
	var canonical strings.Builder
	if epoch := digits(parts[1]); epoch != "0" {
		canonical.WriteString(epoch + "!")
	}
	canonical.WriteString(release(parts[2]))
	if phase := parts[3]; phase != "" {
		canonical.WriteString(cmp.Or(phases[phase], phase) + digits(parts[4]))
	}
	if parts[5] != "" || parts[7] != "" {
		canonical.WriteString(".post" + digits(cmp.Or(parts[6], parts[7])))
	}
	if parts[8] != "" {
		canonical.WriteString(".dev" + digits(parts[9]))
	}
	if local := parts[10]; local != "" {
		canonical.WriteString("+" + separators.ReplaceAllString(local, "."))
	}
	return canonical.String()
}

// release drops the zeros at the end: 1.0 and 1 are one release.
func release(text string) string {
	numbers := strings.Split(text, ".")
	for i := range numbers {
		numbers[i] = digits(numbers[i])
	}
	for len(numbers) > 1 && numbers[len(numbers)-1] == "0" {
		numbers = numbers[:len(numbers)-1]
	}
	return strings.Join(numbers, ".")
}

// digits drops leading zeros; without any digit it is "0".
func digits(text string) string { return cmp.Or(strings.TrimLeft(text, "0"), "0") }
