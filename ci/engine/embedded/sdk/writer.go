package sdk

import (
	"archive/tar"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A layerWriter writes files as root's, with a fixed time, and keeps the first
// error.
type layerWriter struct {
	tar     *tar.Writer
	folders map[string]bool
	err     error
}

// tree writes what is below source, without the named folders at its top.
func (w *layerWriter) tree(source, target string, without ...string) {
	if w.err != nil {
		return
	}
	// A tool chain's root may itself be a link.
	if w.err = filepath.WalkDir(source+string(filepath.Separator), func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(source, name)
		if err != nil {
			return err
		}
		if slices.Contains(without, filepath.ToSlash(relative)) {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		info, err := os.Stat(name) // some tool chains are made of links
		if err != nil {
			return err
		}
		switch place := path.Join(target, filepath.ToSlash(relative)); {
		case entry.IsDir():
			w.folder(place)
		case info.IsDir():
			w.tree(name, place)
		default:
			w.file(name, place)
		}
		return w.err
	}); w.err != nil {
		w.err = fmt.Errorf("%s: %w", source, w.err)
	}
}

func (w *layerWriter) folder(target string) {
	if w.err != nil || target == "." || w.folders[target] {
		return
	}
	w.folder(path.Dir(target))
	w.folders[target] = true
	w.write(&tar.Header{Typeflag: tar.TypeDir, Name: target + "/", Mode: 0o755}, nil)
}

func (w *layerWriter) file(source, target string) {
	if w.err != nil {
		return
	}
	w.folder(path.Dir(target))
	file, err := os.Open(source)
	if err != nil {
		w.err = err
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		w.err = err
		return
	}
	mode := int64(0o644)
	if info.Mode()&0o111 != 0 {
		mode = 0o755
	}
	w.write(&tar.Header{Typeflag: tar.TypeReg, Name: target, Mode: mode, Size: info.Size()}, file)
}

// content writes a file that lies nowhere yet.
func (w *layerWriter) content(content, target string) {
	w.folder(path.Dir(target))
	w.write(&tar.Header{Typeflag: tar.TypeReg, Name: target, Mode: 0o644, Size: int64(len(content))}, strings.NewReader(content))
}

func (w *layerWriter) write(header *tar.Header, content io.Reader) {
	if w.err != nil {
		return
	}
	header.ModTime = time.Unix(0, 0)
	if w.err = w.tar.WriteHeader(header); w.err == nil && content != nil {
		_, w.err = io.Copy(w.tar, content)
	}
}
