// Package folders separates the folders of an image that belong to the system from
// those that an app may fill.
package folders

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"dagger/python-pipeline/scripts"
)

// parents are folders that hold the system or the app as a whole: write access to them
// would be access to the programs. An app may have folders below them
// (/var/lib/shop).
var parents = append(strings.Fields("/ /home /media /mnt /opt /srv /var /var/cache /var/lib /var/log"), scripts.App)

// system are the folders of Debian's files, and of its data on packages.
var system = strings.Fields("/bin /boot /dev /etc /lib /lib32 /lib64 /proc /sbin /sys /usr /var/cache/apt /var/lib/apt /var/lib/dpkg")

// forbidden are folders in which an app cannot have folders of its own. The folder
// above a writable one is made with mode 0755 and owner root; that would replace other
// modes of the image, such as that of /tmp.
var forbidden = []struct {
	folders []string
	because string
}{
	{append([]string{scripts.Config, scripts.Venv}, system...), "which the app must not change;"},
	{[]string{"/tmp", "/var/tmp"}, "which the app may write anyway; let it make its folder there when it starts, or"},
	{[]string{"/run", "/var/run", "/var/lock"}, "which is made anew whenever a system starts;"},
	{[]string{"/root"}, "which is open to root alone, and the app does not run as root;"},
	{[]string{"/var/local", "/var/mail"}, "which has rights of its own;"},
}

// Check returns why an app cannot have an absolute folder for files of its own; the
// error continues a sentence that begins with the folder.
func Check(folder string) error {
	clean := path.Clean(folder)
	if slices.Contains(parents, clean) {
		return fmt.Errorf("is a folder of the system; name one in it, such as %q", path.Join(clean, "data"))
	}
	for _, c := range forbidden {
		for _, folder := range c.folders {
			if in(clean, folder) {
				return fmt.Errorf("is or lies in %s, %s name another folder, such as \"/var/lib/app\"", folder, c.because)
			}
		}
	}
	return nil
}

// IsSystem reports whether a path is one of Debian's files, by its folder.
func IsSystem(file string) bool {
	return slices.ContainsFunc(system, func(folder string) bool { return in(path.Clean(file), folder) })
}

// in reports whether a clean path is a folder or lies in it.
func in(file, folder string) bool { return file == folder || strings.HasPrefix(file, folder+"/") }
