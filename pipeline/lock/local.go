package lock

import (
	"dagger/python-pipeline/source"
)

// Local is a package that is built from a folder: one of the app's source, or one of a
// repository at a commit. It is no part of the requirements files.
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
}
