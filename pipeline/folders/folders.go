// Package folders knows the folders of an image that belong to the system, and
// those that an app may fill.
package folders

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// kept are folders that hold the system or the app as a whole: who may write
// them may change what runs. They may have folders of the app below them
// (/var/lib/shop).
var kept = strings.Fields("/ /home /media /mnt /opt /srv /var /var/cache /var/lib /var/log /app")

// system are the folders of Debian's files, and of what it knows of its packages.
var system = strings.Fields("/bin /boot /dev /etc /lib /lib32 /lib64 /proc /sbin /sys /usr /var/cache/apt /var/lib/apt /var/lib/dpkg")

// closed are folders in which an app has none of its own. A folder that a
// writable one lies in is made as 0755 of root; where the image has another, a
// /tmp of everybody for example, that would replace it.
var closed = []struct {
	folders []string
	because string
}{
	{append([]string{"/config", "/venv"}, system...), "which the app must not change;"},
	{[]string{"/tmp", "/var/tmp"}, "which the app may write anyway; let it make its folder there when it starts, or"},
	{[]string{"/run", "/var/run", "/var/lock"}, "which is made anew whenever a system starts;"},
	{[]string{"/root"}, "which is open to root alone, and the app does not run as root;"},
	{[]string{"/var/local", "/var/mail"}, "which has rights of its own;"},
}

// Check tells why an app cannot have an absolute folder for files of its own;
// the error continues a sentence that begins with the folder.
func Check(folder string) error {
	clean := path.Clean(folder)
	if slices.Contains(kept, clean) {
		return fmt.Errorf("is a folder of the system; name one in it, such as %q", path.Join(clean, "data"))
	}
	for _, c := range closed {
		for _, folder := range c.folders {
			if in(clean, folder) {
				return fmt.Errorf("is or lies in %s, %s name another folder, such as \"/var/lib/app\"", folder, c.because)
			}
		}
	}
	return nil
}

// IsSystem tells whether a path is one of Debian's files, by its folder.
func IsSystem(file string) bool {
	return slices.ContainsFunc(system, func(folder string) bool { return in(path.Clean(file), folder) })
}

// in tells whether a clean path is a folder or lies in it.
func in(file, folder string) bool { return file == folder || strings.HasPrefix(file, folder+"/") }
