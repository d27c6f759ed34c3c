package lock

import (
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
)

// installable is what a lock says of the versions of Python that can install a package.
// Zero is for a lock that says nothing: then every version can.
type installable struct {
	version string
	// requires are the versions that the package itself accepts, with || between
	// alternatives; "" for all.
	requires string
	// files are the names of its files; "" for one whose name the lock does not have.
	files []string
	// needed reports whether an image with 3.minor certainly installs the package; nil
	// for yes.
	needed func(minor int) bool
}

// Obstacle is a package that stands against a version of Python.
type Obstacle struct {
	Requirement
	// Version is the release that is locked.
	Version string
	// Reason says what is wrong with the version of Python, after the package's name.
	Reason string
	// Compiles means that the package can be installed, but has to be compiled.
	Compiles bool
}

// Obstacles returns the packages, those of the tests too, that an image with Python
// 3.minor needs and cannot install, or has to compile.
func (l *Lock) Obstacles(minor int) []Obstacle {
	var all []Obstacle
	for _, r := range slices.Concat(l.Production.Packages, l.Development.Packages) {
		if r.pythons.needed != nil && !r.pythons.needed(minor) {
			continue
		}
		if reason, compiles := r.pythons.obstacle(minor); reason != "" {
			all = append(all, Obstacle{Requirement: r, Version: r.pythons.version, Reason: reason, Compiles: compiles})
		}
	}
	return all
}

// Installs reports whether Python 3.minor can install the package, compiled or not.
func (r Requirement) Installs(minor int) bool {
	reason, compiles := r.pythons.obstacle(minor)
	return reason == "" || compiles
}

// obstacle says why 3.minor cannot install the package, or that it has to be compiled;
// "" without an obstacle.
func (i installable) obstacle(minor int) (reason string, compiles bool) {
	if !i.accepts(minor) {
		return fmt.Sprintf("requires Python %q", shortMarker(i.requires)), false
	}
	source := false
	for _, file := range i.files {
		w, isWheel := parseWheel(file)
		switch {
		case isWheel && w.installsOn(minor):
			return "", false
		case isWheel:
		case archiveEnd.MatchString(file) && !strings.HasSuffix(file, ".whl"):
			source = true
		case file == "" || strings.HasSuffix(file, ".whl"): // it may be for any version
			return "", false
		}
	}
	switch {
	case len(i.files) == 0:
		return "", false
	case source:
		return "has no wheel for it", true
	}
	return "has no wheel for it, and no source", false
}

// accepts reports whether the package itself accepts 3.minor. A specifier that is not
// valid is one of an old release, which installers do not read either.
func (i installable) accepts(minor int) bool {
	for _, alternative := range strings.Split(i.requires, "||") {
		specifiers, err := ParseSpecifiers(poetryVersions(alternative))
		if err != nil || specifiers.AcceptedPatch(minor) >= 0 {
			return true
		}
	}
	return false
}

// fileName is the name of a file that a lock has by its name, path or address; "" for
// none of them.
func fileName(places ...string) string {
	for _, place := range places {
		place, _, _ = strings.Cut(place, "#")
		place, _, _ = strings.Cut(place, "?")
		if place == "" {
			continue
		}
		name := path.Base(place)
		if unescaped, err := url.PathUnescape(name); err == nil {
			name = unescaped
		}
		return name
	}
	return ""
}

// machines are the processors of images, as markers name them.
var machines = []string{"x86_64", "aarch64"}

// neededOn says for which versions of Python an image certainly installs what has this
// marker, on either processor. What is not known to be installed stands against no
// version.
func (s selection) neededOn(marker string) func(minor int) bool {
	return func(minor int) bool {
		return slices.ContainsFunc(machines, func(machine string) bool {
			s.minor, s.machine = minor, machine
			value, err := s.evaluate(marker)
			return err == nil && value == always
		})
	}
}

// either joins two functions that say whether a package is needed; nil says yes.
func either(one, other func(minor int) bool) func(minor int) bool {
	if one == nil || other == nil {
		return nil
	}
	return func(minor int) bool { return one(minor) || other(minor) }
}
