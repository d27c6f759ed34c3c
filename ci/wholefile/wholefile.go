// Package wholefile writes files that are there as a whole or not at all.
package wholefile

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Write puts content into a file, whatever the process's umask. A full disk, or
// a process or machine that ends meanwhile, leaves the file as it was before.
func Write(path string, content []byte, mode fs.FileMode) error {
	file, err := os.CreateTemp(filepath.Dir(path), prefix(filepath.Base(path))+"*")
	if err != nil {
		return err
	}
	return put(file, content, mode,
		func() error { return os.Rename(file.Name(), path) },
		func() error { return os.Remove(file.Name()) })
}

// WriteIn is Write for a file in a folder that nothing is to leave.
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

// prefix begins the name of the file that becomes the one of this name. It is in
// the same folder and so on the same file system, where renaming is one step.
func prefix(name string) string { return "." + name + "-" }

// put writes a temporary file, and renames it or removes it.
func put(file *os.File, content []byte, mode fs.FileMode, rename, remove func() error) error {
	_, err := file.Write(content)
	if err == nil {
		err = file.Chmod(mode)
	}
	if err == nil {
		err = file.Sync()
	}
	// Some file systems tell only now that there is no room.
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = rename()
	}
	if err != nil {
		err = errors.Join(err, remove())
	}
	return err
}
