package lock

import (
	"fmt"
	"slices"

	"dagger/python-pipeline/source"
)

// Local is a package that is built from a folder: one of the app's source, or one of a
// repository at a commit. The requirements files do not have it.
type Local struct {
	source.Place
	// Name is normalised; "" where the place names the folder only.
	Name string `json:"name"`
	// Folder is relative to the source, or to the repository; "." is the whole of it.
	Folder string `json:"folder"`
	// Repository is the address of a git repository, and Commit the full hash of its
	// commit; both are "" for a folder of the source.
	Repository string `json:"repository"`
	Commit     string `json:"commit"`
	// Extras are the extras that are installed with it.
	Extras []string `json:"extras"`
	// Marker is the environment marker for which it is installed; "" where it always is.
	// Lock.LocalsFor evaluates it, so that a plan has none.
	Marker string `json:"-"`
}

// label names the package in messages.
func (l Local) label() string {
	switch {
	case l.Name != "":
		return l.Name
	case l.Repository != "":
		return l.Repository
	}
	return l.Folder
}

// Text describes the package for people: its name, if there is one, and its folder or
// its repository and commit.
func (l Local) Text() string {
	folder := l.Folder
	if l.Repository != "" {
		folder = l.Repository + "@" + l.Commit[:min(len(l.Commit), shortCommit)]
		if l.Folder != "." {
			folder += ", " + l.Folder
		}
	}
	if l.Name == "" {
		return folder
	}
	return fmt.Sprintf("%s (%s)", l.Name, folder)
}

// shortCommit is how much of a commit is shown.
const shortCommit = 12

// IsSameAs reports whether both are built from the same folder.
func (l Local) IsSameAs(other Local) bool {
	return l.Repository == other.Repository && l.Commit == other.Commit && l.Folder == other.Folder
}

// add merges another mention of the same package.
func (l *Local) add(other Local) {
	if l.Name == "" {
		l.Name = other.Name
	}
	for _, extra := range other.Extras {
		if !slices.Contains(l.Extras, extra) {
			l.Extras = append(slices.Clip(l.Extras), extra)
		}
	}
}

// covers reports whether installing l installs the other too.
func (l Local) covers(other Local) bool {
	return l.IsSameAs(other) && !slices.ContainsFunc(other.Extras, func(extra string) bool { return !slices.Contains(l.Extras, extra) })
}
