// Package volume has what the volumes of any image depend on: the user that an image names, and the ways in which a
// folder is mounted.
package volume

import (
	"fmt"
	"strings"

	"github.com/moby/sys/user"
)

// A User is the user of an image, by its numbers.
type User struct {
	UID  int    // the user's number
	GID  int    // the number of the group
	Home string // "/" if the image has none
}

// FindUser returns the user that an image names, from the image's /etc/passwd and /etc/group: "" for root, a name or a
// number, each with a group or without one.
func FindUser(name, passwd, group string) (User, error) {
	found, err := user.GetExecUser(name, &user.ExecUser{Home: "/"}, strings.NewReader(passwd), strings.NewReader(group))
	if err != nil {
		return User{}, fmt.Errorf("user %q: %w", name, err)
	}
	return User{UID: found.Uid, GID: found.Gid, Home: found.Home}, nil
}

// String returns uid:gid.
func (u User) String() string { return fmt.Sprintf("%d:%d", u.UID, u.GID) }
