package installed

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// number is how the version of a stable Debian begins.
var number = regexp.MustCompile(`^[0-9]+`)

// Release is the name of the Debian release in a vulnerability database:
// "debian 12" for each version 12.x. A release that is still being made has no
// number.
func (i Image) Release() (string, error) {
	version := strings.TrimSpace(i.DebianVersion)
	release := number.FindString(version)
	if release == "" {
		return "", fmt.Errorf("the base image has Debian %q, which is not a stable release; choose another python or variant", version)
	}
	return "debian " + release, nil
}

// Debian reads dpkg's file of packages, /var/lib/dpkg/status: those that are
// installed, and not those of which only configuration is left. A Debian without
// packages does not exist, so an empty list is an error.
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
