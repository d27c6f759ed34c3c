// Package wholefile writes files that are there as a whole or not at all.
package wholefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Write puts content into a file, whatever the process's umask. A full disk, or
// a process or machine that ends meanwhile, leaves the file as it was before.
func Write(path string, content []byte, mode fs.FileMode) (err error) {
	// The same folder is the same file system, where renaming is one step.
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	_, err = file.Write(content)
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
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
