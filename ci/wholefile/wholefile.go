// Package wholefile replaces files as a whole or not at all.
package wholefile

import (
	"cmp"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Write replaces the content of a file and gives it the mode, whatever the umask. After an error, or when the process
// or the machine ends meanwhile, the file is as it was before.
func Write(path string, content []byte, mode fs.FileMode) error {
	file, err := os.CreateTemp(filepath.Dir(path), prefix(filepath.Base(path))+"*")
	if err != nil {
		return err
	}
	return put(file, content, mode,
		func() error { return os.Rename(file.Name(), path) },
		func() error { return os.Remove(file.Name()) })
}

// WriteIn is Write for a file below a root that no path can leave.
func WriteIn(folder *os.Root, name string, content []byte, mode fs.FileMode) error {
	temporary := prefix(name) + rand.Text()
	file, err := folder.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	return put(file, content, mode,
		func() error { return folder.Rename(temporary, name) },
		func() error { return folder.Remove(temporary) })
}

// prefix begins the name of the temporary file for a file of this name. Both are
// in one folder and so on one file system, where a rename is atomic.
func prefix(name string) string { return "." + name + "-" }

// put writes a temporary file and renames it, or removes it after an error.
func put(file *os.File, content []byte, mode fs.FileMode, rename, remove func() error) error {
	_, err := file.Write(content)
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	// Some file systems report a full disk only here.
	err = cmp.Or(err, file.Close())
	if err == nil {
		err = rename()
	}
	if err != nil {
		err = errors.Join(err, remove())
	}
	return err
}
