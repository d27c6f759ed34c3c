package plan

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// Folder is the source in a folder of this machine. Its links can be read, which
// those of os.DirFS can with newer releases of Go only.
func Folder(root string) fs.FS { return folder{os.DirFS(root), root} }

type folder struct {
	fs.FS
	root string
}

// ReadLink gives what a symbolic link holds.
func (f folder) ReadLink(name string) (string, error) {
	return os.Readlink(filepath.Join(f.root, filepath.FromSlash(name)))
}

// maxLinks is how many links in a row are followed.
const maxLinks = 10

// withTargets gives a file and, where it is a link, what it leads to: in a stage
// that has nothing else of the source, a link alone leads nowhere.
func (r *reader) withTargets(name string) []string {
	names := []string{name}
	links, ok := r.src.(interface{ ReadLink(string) (string, error) })
	for len(names) < maxLinks && ok {
		target, err := links.ReadLink(name)
		if err != nil {
			break
		}
		if name = path.Join(path.Dir(name), target); path.IsAbs(target) || !fs.ValidPath(name) {
			break
		}
		names = append(names, name)
	}
	return names
}
