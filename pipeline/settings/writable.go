package settings

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Folders that hold the system, the app or its secrets as a whole: who may
// write them may change what runs. Those of kept may have writable folders
// below them (/var/lib/shop), those of closed may not.
var (
	kept   = strings.Fields("/ /home /media /mnt /opt /root /run /srv /tmp /var /var/cache /var/lib /var/log /app")
	closed = strings.Fields("/bin /boot /config /dev /etc /lib /lib32 /lib64 /proc /sbin /sys /usr /var/cache/apt /var/lib/apt /var/lib/dpkg /venv")
)

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
	for _, folder := range closed {
		if clean == folder || strings.HasPrefix(clean, folder+"/") {
			return fmt.Errorf("is or lies in %s, which the app must not change; name another folder, such as \"/var/lib/app\"", folder)
		}
	}
	return nil
}
