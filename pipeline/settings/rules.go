package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"dagger/python-pipeline/folders"
	"dagger/python-pipeline/scripts"
)

// A rule returns an error for a value that is not accepted. The error is the rest
// of a sentence that begins with the value.

var (
	pythonPattern   = regexp.MustCompile(`^3\.(0|[1-9][0-9]*)$`)
	packagePattern  = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]*[a-z0-9+](=[A-Za-z0-9.+:~-]+)?$`)
	groupPattern    = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$`)
	pinnedPattern   = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?(\[[A-Za-z0-9._, -]+\])?\s*===?\s*[A-Za-z0-9][A-Za-z0-9.+!_-]*$`)
	processPattern  = regexp.MustCompile(`^[a-z][a-z0-9-]{0,31}$`)
	variablePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// variants are the small variants of Python's official image that are Debian.
var variants = []string{"slim"}

// signals are the signals that request a program to stop and that it can handle.
var signals = []string{"SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"}

func pythonVersion(value string) error {
	if !pythonPattern.MatchString(value) {
		return errors.New(`is not a minor version of Python 3; write it like "3.13"`)
	}
	return nil
}

// versionPattern matches the versions of PEP 440.
var versionPattern = regexp.MustCompile(`^(?i)v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?(?:[-_.]?(?:post|rev|r)[-_.]?\d*|-\d+)?(?:[-_.]?dev[-_.]?\d*)?(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?$`)

func packageVersion(value string) error {
	if !versionPattern.MatchString(value) {
		return errors.New(`is not a valid version of a Python package; write it like "1.2.3" or "1.2.3.dev4+build5"`)
	}
	return nil
}

func oneOf(values ...string) func(string) error {
	return func(value string) error {
		if slices.Contains(values, value) {
			return nil
		}
		return fmt.Errorf("is not a valid value; it must be %s", `"`+strings.Join(values, `" or "`)+`"`)
	}
}

// debianPackage accepts name and name=version. A name that ends in a hyphen
// would make apt remove the package.
func debianPackage(value string) error {
	if !packagePattern.MatchString(value) {
		return errors.New("is not a valid name of a Debian package")
	}
	return nil
}

// groupName accepts the names of groups of packages and of extras.
func groupName(value string) error {
	if !groupPattern.MatchString(value) {
		return errors.New("is not a valid name of a group or an extra; use letters, digits, . _ and -, a letter or a digit at both ends")
	}
	return nil
}

// pinnedPackage accepts requirements that name one version of a package.
func pinnedPackage(value string) error {
	if !pinnedPattern.MatchString(value) {
		return errors.New(`is not pinned to a version; write it like "gunicorn==23.0.0"`)
	}
	return nil
}

func variableName(value string) error {
	if !variablePattern.MatchString(value) {
		return errors.New("is not a valid name of an environment variable; use letters, digits and _")
	}
	return nil
}

func relativePath(value string) error {
	clean := path.Clean(value)
	switch {
	case value == "" || clean == ".":
		return errors.New("names no file")
	case strings.Contains(value, `\`):
		return errors.New("has a backslash; separate folders by /")
	case path.IsAbs(value):
		return errors.New("is absolute; name it relative to the app's folder")
	case !fs.ValidPath(clean):
		return errors.New("lies outside the app's folder")
	}
	return nil
}

// pattern accepts the patterns of .dockerignore without a leading slash. A leading
// ! negates a pattern.
func pattern(value string) error {
	value = strings.TrimPrefix(value, "!")
	if err := relativePath(value); err != nil {
		return err
	}
	if _, err := path.Match(value, ""); err != nil {
		return errors.New("is not a valid pattern: a bracket is not closed")
	}
	return nil
}

func indexAddress(value string) error {
	address, err := url.Parse(value)
	switch {
	case err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http":
		return errors.New("is not an http or https address")
	case address.User != nil:
		return errors.New("holds credentials; keep them out of the source and pass them as a secret")
	}
	return nil
}

// MaxTag is the length of the longest tag that the OCI distribution specification
// allows.
const MaxTag = 128

var tagPattern = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,` + strconv.Itoa(MaxTag-1) + `}$`)

// IsTag reports whether a text is a valid tag of an image.
func IsTag(text string) bool { return tagPattern.MatchString(text) }

// versionTag accepts tags that always stand for the same version.
func versionTag(value string) error {
	switch {
	case value == "latest":
		return errors.New("stands for another image every few weeks; name a version")
	case !IsTag(value):
		return fmt.Errorf("is not a valid tag of an image: use letters, digits, . _ -, at most %d characters", MaxTag)
	}
	return nil
}

var userPattern = regexp.MustCompile(`^[a-z_][a-z0-9_-]{0,31}$`)

// SystemUser reports whether Debian's base-passwd has a user or a group of this
// name, so that it cannot be created.
func SystemUser(name string) bool { return slices.Contains(systemUsers, name) }

var systemUsers = strings.Fields(`
	root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc _apt nobody nogroup
	adm tty disk kmem dialout fax voice cdrom floppy tape sudo audio dip operator src shadow utmp video sasl
	plugdev staff users`)

// userName accepts the names of Linux users that can run the app.
func userName(name string) error {
	switch {
	case name == "root":
		return errors.New("must not run an app; name another user")
	case !userPattern.MatchString(name):
		return errors.New("is not a valid name of a Linux user: use up to 32 of a-z, 0-9, _ and -, the first a letter or _")
	case SystemUser(name):
		return fmt.Errorf("is a user or group of Debian's own; name another, such as %q", name+"-app")
	}
	return nil
}

// writableFolder accepts folders of the app, and folders of the image that do not
// belong to the system.
func writableFolder(value string) error {
	if !path.IsAbs(value) {
		if value != "" && path.Clean(value) == "." {
			return errors.New("is the app's own folder, whose code must not be writable; name a folder in it")
		}
		return relativePath(value)
	}
	if err := plainPath(value); err != nil {
		return err
	}
	if path.Clean(value) == scripts.App {
		return errors.New("is the app's own folder, whose code must not be writable; name a folder in it")
	}
	return folders.Check(value)
}

// plainPath accepts paths whose characters need no care anywhere.
func plainPath(value string) error {
	switch {
	case strings.Contains(value, `\`):
		return errors.New("has a backslash; separate folders by /")
	case strings.ContainsFunc(value, unicode.IsControl):
		return errors.New("is not a valid path")
	}
	return nil
}
