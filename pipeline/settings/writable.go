package settings

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// kept are folders that hold the system or the app as a whole: who may write
// them may change what runs. They may have writable folders below them
// (/var/lib/shop).
var kept = strings.Fields("/ /home /media /mnt /opt /srv /var /var/cache /var/lib /var/log /app")

// closed are those that may not. A folder that a writable one lies in is made
// as 0755 of root; where the image has another, a /tmp of everybody for example,
// that would replace it.
var closed = []struct{ folders, because string }{
	{"/bin /boot /config /dev /etc /lib /lib32 /lib64 /proc /sbin /sys /usr /var/cache/apt /var/lib/apt /var/lib/dpkg /venv", "which the app must not change;"},
	{"/tmp /var/tmp", "which the app may write anyway; let it make its folder there when it starts, or"},
	{"/run /var/run /var/lock", "which is made anew whenever a system starts;"},
	{"/root", "which is open to root alone, and the app does not run as root;"},
	{"/var/local /var/mail", "which has rights of its own;"},
}

// writableFolder accepts folders of the app, and of the image where the system
// has nothing.
func writableFolder(value string) error {
	if !path.IsAbs(value) {
		if value != "" && path.Clean(value) == "." {
			return errors.New("is the app's own folder, whose code nobody may change; name a folder in it")
		}
		return relativePath(value)
	}
	clean := path.Clean(value)
	switch {
	case strings.Contains(value, `\`):
		return errors.New("has a backslash; separate folders by /")
	case strings.ContainsAny(value, "\n\x00"):
		return errors.New("is no path")
	case clean == "/app":
		return errors.New("is the app's own folder, whose code nobody may change; name a folder in it")
	case slices.Contains(kept, clean):
		return fmt.Errorf("is a folder of the system; name one in it, such as %q", path.Join(clean, "data"))
	}
	for _, c := range closed {
		for _, folder := range strings.Fields(c.folders) {
			if clean == folder || strings.HasPrefix(clean, folder+"/") {
				return fmt.Errorf("is or lies in %s, %s name another folder, such as \"/var/lib/app\"", folder, c.because)
			}
		}
	}
	return nil
}
