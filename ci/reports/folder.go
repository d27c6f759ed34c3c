// Package reports writes the folders of reports below PIPELINE_DIST. Whatever an earlier run or somebody else left there,
// a link for example, nothing outside of a folder is read, written or deleted, and nothing waits for a FIFO.
package reports

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/wholefile"
)

// mode is that of every report.
const mode = 0o644

// A Folder is one of reports: PIPELINE_DIST, or that of an app in it.
type Folder struct {
	root *os.Root
	path string
}

// Open opens a folder, which it makes if need be. It may be a link.
func Open(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, advised(fmt.Errorf("dist: %w", err), "set PIPELINE_DIST to a folder that can be written")
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("dist: %w", err)
	}
	return &Folder{root, path}, nil
}

// OpenApp opens the folder of an app, which it makes if need be. The folder is in PIPELINE_DIST itself, not where a link
// leads.
func OpenApp(path string) (*Folder, error) {
	parent, err := Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	name := filepath.Base(path)
	if err := parent.root.Mkdir(name, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, parent.failed("create", name, err)
	}
	info, err := parent.root.Lstat(name)
	if err != nil {
		return nil, fmt.Errorf("dist: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("dist: %s is not a folder; delete it, or set PIPELINE_DIST to another folder", path)
	}
	root, err := parent.root.OpenRoot(name)
	if err != nil {
		return nil, fmt.Errorf("dist: %w", err)
	}
	return &Folder{root, path}, nil
}

// Close closes the folder.
func (f *Folder) Close() error { return f.root.Close() }

// Write puts a file in place. A reader sees the old file or the new one whole.
func (f *Folder) Write(name string, content []byte) error {
	return f.failed("write", name, wholefile.WriteIn(f.root, name, content, mode))
}

// Create makes a file that is written while the run goes on, in place of another one.
func (f *Folder) Create(name string) (*os.File, error) {
	if err := f.Remove(name); err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	return file, f.failed("create", name, err)
}

// Remove deletes files of these names: links, FIFOs and the like, too. A folder stays.
func (f *Folder) Remove(names ...string) error {
	for _, name := range names {
		info, err := f.root.Lstat(name)
		switch {
		case errors.Is(err, fs.ErrNotExist) || err == nil && info.IsDir():
			continue
		case err == nil:
			err = f.root.Remove(name)
		}
		if err != nil {
			return f.failed("remove", name, err)
		}
	}
	return nil
}

func (f *Folder) failed(what, name string, err error) error {
	if err == nil {
		return nil
	}
	return advised(fmt.Errorf("dist: %s %s: %w", what, filepath.Join(f.path, name), cause(err)), "delete it, or set PIPELINE_DIST to another folder")
}

// advised adds to an error what to do about it: make room on a full disk, else what is given.
func advised(err error, otherwise string) error {
	if diskspace.Full(err) {
		return diskspace.Advise(err, "free some space there, or set PIPELINE_DIST to a folder on another disk")
	}
	return fmt.Errorf("%w; %s", err, otherwise)
}

// cause leaves out the path, which is relative to a folder that the error does not name.
func cause(err error) error {
	if failed, is := errors.AsType[*fs.PathError](err); is {
		return failed.Err
	}
	if failed, is := errors.AsType[*os.LinkError](err); is {
		return failed.Err
	}
	return err
}
