// Package installed reads what a stage consists of from the files in which
// Debian and Python keep it, so that what a scanner saw can be compared with
// it.
package installed

// Image is what is known to be in an image before any file of the app is.
type Image struct {
	// DebianVersion is the text of /etc/debian_version, such as 12.5.
	DebianVersion string
	// Debian lists the installed Debian packages.
	Debian []Package
	// Python lists the folders *.dist-info, one for each distribution of the
	// virtual environment, as paths without a slash in front.
	Python []string
}

// Package is a Debian package.
type Package struct {
	Name    string // as dpkg has it, without the architecture
	Version string // with its epoch, if any, and its revision
}
