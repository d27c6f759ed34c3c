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

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// A layerWriter writes files to a tar file, owned by root and with a fixed time. It keeps the first error.
type layerWriter struct {
	tar     *tar.Writer
	folders map[string]bool
	err     error
}

// tree writes the content of source, without the given folders at its top.
func (w *layerWriter) tree(source, target string, without ...string) {
	if w.err != nil {
		return
	}
	// A tool chain's root may be a link.
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
		info, err := os.Stat(name) // some tool chains consist of links
		if err != nil {
			return err
		}
		switch to := path.Join(target, filepath.ToSlash(relative)); {
		case entry.IsDir():
			w.folder(to)
		case info.IsDir():
			w.tree(name, to)
		default:
			w.file(name, to)
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

// tarLayer is an uncompressed layer: a tar file on disk.
type tarLayer struct {
	path   string
	digest v1.Hash
	size   int64
}

func uncompressedLayer(path string) (v1.Layer, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	digest, size, err := v1.SHA256(file)
	return tarLayer{path: path, digest: digest, size: size}, err
}

func (l tarLayer) Digest() (v1.Hash, error)             { return l.digest, nil }
func (l tarLayer) DiffID() (v1.Hash, error)             { return l.digest, nil }
func (l tarLayer) Compressed() (io.ReadCloser, error)   { return os.Open(l.path) }
func (l tarLayer) Uncompressed() (io.ReadCloser, error) { return os.Open(l.path) }
func (l tarLayer) Size() (int64, error)                 { return l.size, nil }
func (l tarLayer) MediaType() (types.MediaType, error)  { return types.OCIUncompressedLayer, nil }
