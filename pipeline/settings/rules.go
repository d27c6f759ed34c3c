package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A rule tells why a value is not accepted. Its error is the end of a
// sentence that begins with the value.

var (
	pythonPattern   = regexp.MustCompile(`^3\.(0|[1-9][0-9]*)$`)
	packagePattern  = regexp.MustCompile(`^[a-z0-9][a-z0-9+.-]*[a-z0-9+](=[A-Za-z0-9.+:~-]+)?$`)
	variablePattern = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// signals are those a program can handle and that are sent to ask it to stop.
var signals = []string{"SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH"}

func pythonVersion(value string) error {
	if !pythonPattern.MatchString(value) {
		return errors.New(`is no minor version of Python 3; write it like "3.13"`)
	}
	return nil
}

func oneOf(values ...string) func(string) error {
	return func(value string) error {
		if slices.Contains(values, value) {
			return nil
		}
		return fmt.Errorf("is not possible; it must be %s", `"`+strings.Join(values, `" or "`)+`"`)
	}
}

// debianPackage accepts name and name=version. A name that ends in a hyphen
// would make apt remove the package.
func debianPackage(value string) error {
	if !packagePattern.MatchString(value) {
		return errors.New("is no name of a Debian package")
	}
	return nil
}

func variableName(value string) error {
	if !variablePattern.MatchString(value) {
		return errors.New("is no name of an environment variable; use letters, digits and _")
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

// pattern accepts what .dockerignore does, save leading slashes: a leading !
// takes back what an earlier pattern said.
func pattern(value string) error {
	value = strings.TrimPrefix(value, "!")
	if err := relativePath(value); err != nil {
		return err
	}
	if _, err := path.Match(value, ""); err != nil {
		return errors.New("is no pattern: a bracket is not closed")
	}
	return nil
}

func indexAddress(value string) error {
	address, err := url.Parse(value)
	switch {
	case err != nil || address.Host == "" || address.Scheme != "https" && address.Scheme != "http":
		return errors.New("is no http or https address")
	case address.User != nil:
		return errors.New("holds credentials; keep them out of the source and pass them as a secret")
	}
	return nil
}
