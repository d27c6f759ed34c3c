package lock

import (
	"fmt"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"dagger/python-pipeline/installed"
	"dagger/python-pipeline/source"
)

// projectFiles are the files of which a folder has one if it is a package.
var projectFiles = []string{pyprojectFile, "setup.py"}

// projectRoot is the variable by which PDM and uv name the project's folder.
const projectRoot = "${PROJECT_ROOT}"

// packageFolder checks a path to a package, relative to the source, and returns it
// cleaned. The error is the rest of a sentence that begins with the path.
func packageFolder(tree *source.Tree, written string) (string, error) {
	folder := path.Clean(written)
	switch {
	case written == "":
		return "", fmt.Errorf("names no folder")
	case strings.Contains(written, `\`):
		return "", fmt.Errorf("has a backslash; separate folders by /")
	case path.IsAbs(folder):
		return "", fmt.Errorf("is an absolute path, which is another place on every machine; write it relative to the app's folder")
	case !fs.ValidPath(folder):
		return "", fmt.Errorf("lies outside the app's folder, and no other folder takes part in the build; choose the folder above as the source, copy the package into the app's folder, or name a release")
	case archiveEnd.MatchString(folder) && !tree.IsFolder(folder):
		return "", fmt.Errorf("is a file, and packages of the source are built from folders only; name the package's folder, a release, or an address with its hash")
	case tree.LeadsOut(folder):
		return "", fmt.Errorf("is a link that leads out of the app's folder; copy the package there")
	case !tree.IsFolder(folder):
		return "", fmt.Errorf("is not a folder below the app's own; paths are relative to the app's folder, whichever file names them")
	case len(tree.Present(path.Join(folder, projectFiles[0]), path.Join(folder, projectFiles[1]))) == 0:
		return "", fmt.Errorf("is not a package: the folder has neither %s; add one, or remove the path", strings.Join(projectFiles, " nor "))
	}
	return folder, nil
}

// pathOfAddress turns a file: address into a path. A relative one is what uv accepts.
func pathOfAddress(address string) string {
	address, isFile := strings.CutPrefix(address, "file:")
	if !isFile {
		return address
	}
	address = strings.TrimPrefix(address, "//")
	if inProject, found := strings.CutPrefix(strings.TrimPrefix(address, "/"), projectRoot); found {
		address = strings.TrimPrefix(inProject, "/")
	}
	if decoded, err := url.PathUnescape(address); err == nil {
		return decoded
	}
	return address
}

// extrasOf splits the names between the brackets of name[a,b].
func extrasOf(text string) []string {
	var extras []string
	for _, name := range strings.Split(text, ",") {
		if name = strings.TrimSpace(name); name != "" {
			extras = append(extras, installed.CanonicalName(name))
		}
	}
	return extras
}
