// Package reports writes the folders of reports below PIPELINE_DIST. Whatever an earlier run or another program left there,
// such as a link, no file outside of a folder is read, written or deleted, and nothing waits for a FIFO.
package reports

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"python-pipeline/ci/diskspace"
	"python-pipeline/ci/summary"
	"python-pipeline/ci/wholefile"
)

const mode = 0o644

// EngineLog is the name of the log of Dagger's client.
const EngineLog = "dagger.log"

// Reserved reports whether a run writes a file with this name, so that an app's folder cannot have it.
func Reserved(name string) bool {
	return strings.EqualFold(name, summary.FileName) || strings.EqualFold(name, EngineLog)
}

// A Folder is a folder of reports: PIPELINE_DIST, or the folder of an app in it.
type Folder struct {
	root *os.Root
	path string
}

// Open opens a folder and makes it if it is missing. It may be a link.
func Open(path string) (*Folder, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, withAdvice(fmt.Errorf("dist: %w", err), "set PIPELINE_DIST to a folder that can be written")
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, fmt.Errorf("dist: %w", err)
	}
	return &Folder{root, path}, nil
}

// OpenApp opens the folder of an app and makes it if it is missing. It must not be a link, which could lead out of
// PIPELINE_DIST.
func OpenApp(path string) (*Folder, error) {
	parent, err := Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	name := filepath.Base(path)
	if err := parent.root.Mkdir(name, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, parent.wrap("create", name, err)
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

// Write replaces a file as a whole: a reader sees either the old file or the new one.
func (f *Folder) Write(name string, content []byte) error {
	return f.wrap("write", name, wholefile.WriteIn(f.root, name, content, mode))
}

// Create makes an empty file, in place of an earlier one, that is written during the run.
func (f *Folder) Create(name string) (*os.File, error) {
	if err := f.Remove(name); err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	return file, f.wrap("create", name, err)
}

// Remove deletes the files with these names, links and FIFOs included. A folder stays.
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
			return f.wrap("remove", name, err)
		}
	}
	return nil
}

// wrap adds to an error the action, the file's path, and what to do about it; nil stays nil.
func (f *Folder) wrap(action, name string, err error) error {
	if err == nil {
		return nil
	}
	return withAdvice(fmt.Errorf("dist: %s %s: %w", action, filepath.Join(f.path, name), withoutPath(err)), "delete it, or set PIPELINE_DIST to another folder")
}

// withAdvice adds to an error what to do about it: make room on a full disk, else the advice.
func withAdvice(err error, advice string) error {
	if diskspace.Full(err) {
		return diskspace.Advise(err, "free some space there, or set PIPELINE_DIST to a folder on another disk")
	}
	return fmt.Errorf("%w; %s", err, advice)
}

// withoutPath drops the path of an error, which is relative to a folder that the error does not name.
func withoutPath(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	if linkError, ok := errors.AsType[*os.LinkError](err); ok {
		return linkError.Err
	}
	return err
}
