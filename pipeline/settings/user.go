package settings

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var userPattern = regexp.MustCompile(`^[a-z_][a-z0-9_-]{0,31}$`)

// SystemUser tells whether Debian's base-passwd has a user or a group of this
// name, which therefore cannot be made anew.
func SystemUser(name string) bool { return slices.Contains(systemUsers, name) }

var systemUsers = strings.Fields(`
	root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc _apt nobody nogroup
	adm tty disk kmem dialout fax voice cdrom floppy tape sudo audio dip operator src shadow utmp video sasl
	plugdev staff users`)

// userName tells why the app cannot run as the Linux user of this name.
func userName(name string) error {
	switch {
	case name == "root":
		return errors.New("must not run an app; name another user")
	case !userPattern.MatchString(name):
		return errors.New("is no name of a Linux user: up to 32 of a-z, 0-9, _ and -, the first a letter or _")
	case SystemUser(name):
		return fmt.Errorf("is a user or group of Debian's own; name another, such as %q", name+"-app")
	}
	return nil
}
