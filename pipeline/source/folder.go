// Package source reads the files of an app, searches its code, and selects the files
// that ship.
//
// [Folder] reads regular files inside the app's folder, up to a limit of size. The
// folder is not trusted: a link in it may lead to a file of the machine, a named pipe
// blocks its reader forever, and a file may be larger than the memory. Errors and
// reports quote the files, so none of these is opened. Links that stay inside the
// folder are followed.
//
// [os.Root] would follow links as safely, but not name the one that leads out.
package source

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxBytes is the largest size of a file. Lock files of large apps have 2 MB.
const MaxBytes = 8 << 20

// Folder is an app's folder on this machine. It is an [fs.FS].
type Folder string

// Refusal is the error of a file that exists and is not read.
type Refusal struct{ reason string }

// Error is the reason, as the end of a sentence that begins with the file's name.
func (r *Refusal) Error() string { return r.reason }

func refuse(format string, args ...any) *Refusal { return &Refusal{fmt.Sprintf(format, args...)} }

// Stat describes a file, or the target of a link.
func (f Folder) Stat(name string) (fs.FileInfo, error) {
	found, err := f.resolve(name)
	if err != nil {
		return nil, pathError("stat", name, err)
	}
	return found.info, nil
}

// ReadDir lists a folder.
func (f Folder) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := f.resolve(name)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	entries, err := os.ReadDir(f.localPath(found.name))
	if err != nil {
		return nil, pathError("open", name, err)
	}
	return entries, nil
}

// Sub is a folder of the folder, as its own. A link in it that leads out of it is refused,
// wherever it leads.
func (f Folder) Sub(name string) (fs.FS, error) {
	found, err := f.resolve(name)
	if err == nil && !found.info.IsDir() {
		err = fs.ErrNotExist
	}
	if err != nil {
		return nil, pathError("sub", name, err)
	}
	return Folder(f.localPath(found.name)), nil
}

// Open opens a folder or a regular file.
func (f Folder) Open(name string) (fs.File, error) {
	file, err := f.open(name)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	return file, nil
}

func (f Folder) open(name string) (*os.File, error) {
	found, err := f.resolve(name)
	if err != nil {
		return nil, err
	}
	if found.info.IsDir() {
		return os.Open(f.localPath(found.name))
	}
	if err := CheckRegular(found.info); err != nil {
		return nil, err
	}
	// If the file has become a pipe or a link meanwhile, the flags keep this call from
	// blocking or following it.
	file, err := os.OpenFile(f.localPath(found.name), os.O_RDONLY|openFlags, 0)
	if err != nil {
		return nil, err
	}
	if opened, err := file.Stat(); err != nil || !os.SameFile(opened, found.info) {
		file.Close()
		return nil, refuse("it was replaced while it was read; run again")
	}
	return file, nil
}

// ReadFile reads a regular file.
func (f Folder) ReadFile(name string) ([]byte, error) {
	file, err := f.open(name)
	if err != nil {
		return nil, pathError("open", name, err)
	}
	defer file.Close()
	content, err := Read(file)
	if err != nil {
		return nil, pathError("read", name, err)
	}
	return content, nil
}

// Read reads a whole file of up to MaxBytes, from an app's folder or elsewhere.
func Read(file io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err == nil && len(content) > MaxBytes {
		err = refuse("it is larger than %d MB, the limit for such files; make it smaller", MaxBytes>>20)
	}
	if err != nil {
		return nil, err
	}
	return content, nil
}

func (f Folder) localPath(name string) string {
	return filepath.Join(string(f), filepath.FromSlash(name))
}

// CheckRegular rejects everything but a regular file.
func CheckRegular(info fs.FileInfo) error {
	if info.Mode().IsRegular() {
		return nil
	}
	return refuse("it is %s, not a regular file; remove it", Kind(info.Mode()))
}

// Kind names the type of a file that is neither regular nor a link.
func Kind(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}

// pathError is the error type of package fs, without the path on this machine.
func pathError(op, name string, err error) error {
	if inner, ok := err.(*fs.PathError); ok {
		err = inner.Err
	}
	return &fs.PathError{Op: op, Path: name, Err: err}
}
