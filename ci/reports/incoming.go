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

// incomingPrefix begins the names of folders that files arrive in.
const incomingPrefix = ".incoming-"

// Incoming are files that arrived for a folder and are not among its files yet. Only their names, kinds and sizes are
// checked.
type Incoming struct {
	folder *Folder
	name   string
	root   *os.Root
}

// Receive lets a function write into an empty folder of its own, beside the reports, so that keeping them copies nothing.
// The limits name the files that may arrive, each with its largest size in bytes, 0 for any. Anything else is an error:
// another name, a folder, a link, a file that is too large.
func (f *Folder) Receive(limits map[string]int64, send func(folder string) error) (*Incoming, error) {
	f.removeOld()
	in := &Incoming{folder: f, name: incomingPrefix + rand.Text()}
	if err := f.root.Mkdir(in.name, 0o700); err != nil {
		return nil, f.failed("create", in.name, err)
	}
	err := send(filepath.Join(f.path, in.name))
	if err != nil {
		err = f.whyNotReceived(in.name, err)
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

// whyNotReceived says that a disk is full where that keeps files from arriving: the sender knows only that nobody took
// them.
func (f *Folder) whyNotReceived(incoming string, err error) error {
	if full := diskspace.Probe(filepath.Join(f.path, incoming)); diskspace.Full(full) {
		return f.failed("write", incoming, syscall.ENOSPC)
	}
	return err
}

// removeOld deletes folders that a killed run left. That of a run at the same time is younger than a day.
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
		return in.folder.failed("read", in.name, err)
	}
	for _, entry := range entries {
		limit, known := limits[entry.Name()]
		info, err := in.root.Lstat(entry.Name())
		switch {
		case err != nil:
			return in.folder.failed("read", filepath.Join(in.name, entry.Name()), err)
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
	return content, in.folder.failed("read", name, err)
}

// Keep moves the files into the folder, in place of others of their names.
func (in *Incoming) Keep() error {
	entries, err := fs.ReadDir(in.root.FS(), ".")
	if err != nil {
		return in.folder.failed("read", in.name, err)
	}
	for _, entry := range entries {
		err := in.root.Chmod(entry.Name(), mode)
		if err == nil {
			err = in.folder.root.Rename(in.name+"/"+entry.Name(), entry.Name())
		}
		if err != nil {
			return in.folder.failed("write", entry.Name(), err)
		}
	}
	return nil
}

// Close deletes what was not kept.
func (in *Incoming) Close() error {
	if in.root != nil {
		in.root.Close()
	}
	return in.folder.failed("remove", in.name, in.folder.root.RemoveAll(in.name))
}
