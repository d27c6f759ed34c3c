package trivy

import (
	"strings"

	"dagger/python-pipeline/folders"
)

// A Place is what of an image a finding is in.
type Place string

// Places, as reports name them.
const (
	inApp     Place = "in your layers"
	inPackage Place = "in a package"
	inBase    Place = "in the base image"
)

// placeOf tells where a file is by its path. What lies neither in the virtual
// environment nor among Debian's files is the app's, wherever it is.
func placeOf(file string) Place {
	file = "/" + strings.TrimPrefix(file, "/")
	switch {
	case strings.HasPrefix(file, "/venv/"):
		return inPackage
	case folders.IsSystem(file):
		return inBase
	}
	return inApp
}
