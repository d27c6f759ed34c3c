package installed

import (
	"path"
	"regexp"
	"strings"
)

// suffix ends the name of the folder that an installer makes for each
// distribution.
const suffix = ".dist-info"

// IsDistribution tells whether a folder in site-packages stands for an
// installed distribution.
func IsDistribution(folder string) bool { return strings.HasSuffix(folder, suffix) }

var separators = regexp.MustCompile(`[-_.]+`)

// Distribution gives the name and version in the name of a folder *.dist-info,
// each in its normal form. The installer has checked both; other packages can
// write the files in the folder, but not its name.
func Distribution(folder string) (name, version string) {
	stem := strings.TrimSuffix(path.Base(folder), suffix)
	// Names have no hyphen there, and versions do not either.
	name, version, _ = strings.Cut(stem, "-")
	return CanonicalName(name), CanonicalVersion(version)
}

// CanonicalName is a distribution's name as an index compares it.
func CanonicalName(name string) string {
	return strings.ToLower(separators.ReplaceAllString(name, "-"))
}
