package reports

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"python-pipeline/ci/diskspace"
)

const incomingPrefix = ".incoming-"

// Incoming are files that arrived for a folder of reports and are not part of it yet. Their names, kinds and sizes are
// checked, their contents are not.
type Incoming struct {
	folder *Folder
	name   string
	root   *os.Root
}

// Receive calls send with an empty folder beside the reports, from which Keep can move the files without copying them. The
// limits name the files that may arrive, each with its largest size in bytes, 0 for any. Anything else is an error: another
// name, a folder, a link, a file that is too large.
func (f *Folder) Receive(limits map[string]int64, send func(folder string) error) (*Incoming, error) {
	f.removeOld()
	in := &Incoming{folder: f, name: incomingPrefix + rand.Text()}
	if err := f.root.Mkdir(in.name, 0o700); err != nil {
		return nil, f.wrap("create", in.name, err)
	}
	err := send(filepath.Join(f.path, in.name))
	if err != nil {
		err = f.fullDiskOr(in.name, err)
	} else {
		if in.root, err = f.root.OpenRoot(in.name); err == nil {
			err = in.check(limits)
		}
	}
	if err != nil {
		return nil, errors.Join(err, in.Close())
	}
	return in, nil
}

// fullDiskOr returns the error of a full disk if the disk is full, else err: the sender's error says only that the files were
// not accepted.
func (f *Folder) fullDiskOr(incoming string, err error) error {
	if full := diskspace.Probe(filepath.Join(f.path, incoming)); diskspace.Full(full) {
		return f.wrap("write", incoming, syscall.ENOSPC)
	}
	return err
}

// removeOld deletes the folders of killed runs. The folder of a run that still works is younger than a day.
func (f *Folder) removeOld() {
	entries, err := fs.ReadDir(f.root.FS(), ".")
	if err != nil {
		return // the next use of the folder reports it
	}
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && entry.IsDir() && strings.HasPrefix(entry.Name(), incomingPrefix) && time.Since(info.ModTime()) > 24*time.Hour {
			_ = f.root.RemoveAll(entry.Name()) // it only takes space
		}
	}
}

func (in *Incoming) check(limits map[string]int64) error {
	entries, err := fs.ReadDir(in.root.FS(), ".")
	if err != nil {
		return in.folder.wrap("read", in.name, err)
	}
	for _, entry := range entries {
		limit, known := limits[entry.Name()]
		info, err := in.root.Lstat(entry.Name())
		switch {
		case err != nil:
			return in.folder.wrap("read", filepath.Join(in.name, entry.Name()), err)
		case !known:
			return fmt.Errorf("the module's result has %q, which is not one of its files", entry.Name())
		case !info.Mode().IsRegular():
			return fmt.Errorf("the module's result has %q, which is not an ordinary file", entry.Name())
		case limit > 0 && info.Size() > limit:
			return fmt.Errorf("the module's result has %q of %d bytes, above the limit of %d", entry.Name(), info.Size(), limit)
		}
	}
	return nil
}

// Read reads a file that arrived.
func (in *Incoming) Read(name string) ([]byte, error) {
	content, err := in.root.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the module's result has no %s", name)
	}
	return content, in.folder.wrap("read", name, err)
}

// Keep moves the files into the folder of reports, in place of files with their names.
func (in *Incoming) Keep() error {
	entries, err := fs.ReadDir(in.root.FS(), ".")
	if err != nil {
		return in.folder.wrap("read", in.name, err)
	}
	for _, entry := range entries {
		err := in.root.Chmod(entry.Name(), mode)
		if err == nil {
			err = in.folder.root.Rename(in.name+"/"+entry.Name(), entry.Name())
		}
		if err != nil {
			return in.folder.wrap("write", entry.Name(), err)
		}
	}
	return nil
}

// Close deletes the files that Keep did not move.
func (in *Incoming) Close() error {
	if in.root != nil {
		in.root.Close()
	}
	return in.folder.wrap("remove", in.name, in.folder.root.RemoveAll(in.name))
}
