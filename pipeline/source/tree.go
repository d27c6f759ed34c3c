package source

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
)

// Tree searches the files of an app. A missing file is a result, not an error.
type Tree struct {
	files fs.FS
	// refused is the error of the first file that exists and may not be read.
	refused error
}

// New returns the tree of an app's files, usually a [Folder].
func New(files fs.FS) *Tree { return &Tree{files: files} }

// Exists reports whether name is a file. A file that exists and may not be read
// counts, and its error is that of Refused.
func (t *Tree) Exists(name string) bool {
	found, err := t.stat(name)
	if err != nil && t.refused == nil {
		t.refused = subject(name, err)
	}
	return found
}

// Refused returns the error of the first file that was looked for, exists and may
// not be read; nil where there was none.
func (t *Tree) Refused() error { return t.refused }

// Present lists the names that exist.
func (t *Tree) Present(names ...string) []string {
	var found []string
	for _, name := range names {
		if t.Exists(name) {
			found = append(found, name)
		}
	}
	return found
}

// stat reports whether name is anything but a folder. The error is for a file that
// exists and may not be read.
func (t *Tree) stat(name string) (bool, error) {
	info, err := fs.Stat(t.files, name)
	if isRefusal(err) {
		return true, err
	}
	if err != nil || info.IsDir() {
		return false, nil
	}
	return true, CheckRegular(info)
}

// LeadsOut reports whether name is a link that leads out of the app's folder.
func (t *Tree) LeadsOut(name string) bool {
	_, err := fs.Stat(t.files, name)
	return isRefusal(err)
}

// IsFolder reports whether name is a folder.
func (t *Tree) IsFolder(name string) bool {
	info, err := fs.Stat(t.files, name)
	return err == nil && info.IsDir()
}

// IsExecutable reports whether name is a file that can be started.
func (t *Tree) IsExecutable(name string) bool {
	info, err := fs.Stat(t.files, name)
	return err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0
}

// Folders lists the paths of the folders in a folder; none where it is missing.
func (t *Tree) Folders(folder string) ([]string, error) {
	if folder != "." && !t.IsFolder(folder) {
		return nil, nil
	}
	entries, err := fs.ReadDir(t.files, folder)
	if err != nil {
		return nil, subject(folder, err)
	}
	var folders []string
	for _, entry := range entries {
		if name := path.Join(folder, entry.Name()); t.IsFolder(name) {
			folders = append(folders, name)
		}
	}
	return folders, nil
}

// WithTargets lists a file and, where it is a link, the files that it leads to: a
// stage that gets no other file of the source cannot follow a link alone.
func (t *Tree) WithTargets(name string) []string {
	names := []string{name}
	if links, ok := t.files.(interface {
		Links(string) ([]string, error)
	}); ok {
		targets, err := links.Links(name)
		if err != nil {
			return names // reading the file returns the error
		}
		names = append(names, targets...)
	}
	return names
}

func isRefusal(err error) bool { return errors.As(err, new(*Refusal)) }

// subject puts the file first and omits the system call.
func subject(name string, err error) error { return fmt.Errorf("%s: %w", name, withoutCall(err)) }

// withoutCall omits the system call and the path from an error.
func withoutCall(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
