package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// maxLinks is how many links a path may have, as on Linux.
const maxLinks = 40

// resolved is a path without links.
type resolved struct {
	name string // in the folder
	info fs.FileInfo
	// links are the targets of the last element, one after the other, where it was a
	// link.
	links []string
}

// resolve follows the links of a path, element by element.
func (f Folder) resolve(name string) (resolved, error) {
	if !fs.ValidPath(name) {
		return resolved{}, fs.ErrInvalid
	}
	info, err := os.Stat(string(f))
	if err != nil {
		return resolved{}, err
	}
	at := resolved{name: ".", info: info}
	rest, followed := strings.Split(name, "/"), 0
	for len(rest) > 0 {
		element := rest[0]
		rest = rest[1:]
		if element == "" || element == "." {
			continue
		}
		if !at.info.IsDir() {
			return resolved{}, fs.ErrNotExist
		}
		next := path.Join(at.name, element)
		if element == ".." && at.name == "." {
			return resolved{}, errOutside
		}
		if at.info, err = os.Lstat(f.localPath(next)); err != nil {
			return resolved{}, err
		}
		if at.info.Mode()&fs.ModeSymlink == 0 {
			at.name = next
			continue
		}
		target, err := os.Readlink(f.localPath(next))
		if err != nil {
			return resolved{}, err
		}
		if followed++; followed > maxLinks {
			return resolved{}, refuse("it is a link that leads to itself; remove it")
		}
		if filepath.IsAbs(target) {
			return resolved{}, errOutside
		}
		target = filepath.ToSlash(target)
		if len(rest) == 0 {
			at.links = append(at.links, path.Join(at.name, target))
		}
		rest = slices.Concat(strings.Split(target, "/"), rest)
		if at.info, err = os.Lstat(f.localPath(at.name)); err != nil {
			return resolved{}, err
		}
	}
	return at, nil
}

// errOutside is for absolute links too: in the image they lead elsewhere.
var errOutside = refuse("it is a link that leads out of the app's folder; put the file itself there, or make the link relative to its own folder")

// Links lists the paths that a link leads to, one after the other; none for a
// file that is not a link.
func (f Folder) Links(name string) ([]string, error) {
	found, err := f.resolve(name)
	if err != nil {
		return nil, pathError("readlink", name, err)
	}
	return found.links, nil
}
