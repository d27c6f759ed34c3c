package plan

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf16"

	"dagger/python-pipeline/source"
)

// text reads a file of the source; false when there is none. Line ends are
// those of Unix, and a byte order mark is gone. What it says lands in the image:
// a character in another encoding would be another one there. Python's own files
// may declare one; they are only searched.
func (r *reader) text(name string) (string, bool, error) {
	data, err := fs.ReadFile(r.src, name)
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, subject(name, err)
	}
	text := strings.ReplaceAll(decode(data), "\r\n", "\n")
	if path.Ext(name) == ".py" {
		return strings.ToValidUTF8(text, "\uFFFD"), true, nil
	}
	if valid, _, invalid := strings.Cut(strings.ToValidUTF8(text, "\x00"), "\x00"); invalid {
		line := 1 + strings.Count(valid, "\n")
		return "", true, place{name, line}.errorf("it holds a byte that is not part of a text in UTF-8; save the file in that encoding")
	}
	return text, true, nil
}

// exists tells whether name is a file of the source. One that is there and may
// not be read ends the plan: something was going to be done with it.
func (r *reader) exists(name string) bool {
	found, err := r.there(name)
	if err != nil && r.refused == nil {
		r.refused = subject(name, err)
	}
	return found
}

// there tells whether name is anything but a folder. The error is for what is
// there and may not be read.
func (r *reader) there(name string) (bool, error) {
	info, err := fs.Stat(r.src, name)
	var refusal *source.Refusal
	if errors.As(err, &refusal) {
		return true, err
	}
	if err != nil || info.IsDir() {
		return false, nil
	}
	return true, source.CheckRegular(info)
}

// present is those of names that are files of the source.
func (r *reader) present(names []string) []string {
	var found []string
	for _, name := range names {
		if r.exists(name) {
			found = append(found, name)
		}
	}
	return found
}

// decode knows what Windows editors and shells write: UTF-8 with a byte order
// mark, and UTF-16.
func decode(data []byte) string {
	var order binary.ByteOrder
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}):
		order = binary.LittleEndian
	case bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		order = binary.BigEndian
	default:
		return strings.TrimPrefix(string(data), "\uFEFF")
	}
	units := make([]uint16, 0, len(data)/2)
	for i := 2; i+1 < len(data); i += 2 {
		units = append(units, order.Uint16(data[i:]))
	}
	return string(utf16.Decode(units))
}

// subject puts the file first and leaves out the system call.
func subject(name string, err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return fmt.Errorf("%s: %w", name, err)
}

// foreign are folders that hold no source of the app.
var foreign = map[string]bool{
	"node_modules": true, "site-packages": true, "__pycache__": true, "build": true, "dist": true,
}

// walk visits the files of the source down to a depth of folders (0: those of
// the root only), without hidden folders, virtual environments and caches.
func (r *reader) walk(depth int, visit func(file string) error) error {
	return fs.WalkDir(r.src, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return subject(name, err)
		}
		if !entry.IsDir() {
			return visit(name)
		}
		if name == "." {
			return nil
		}
		base := path.Base(name)
		if foreign[base] || strings.HasPrefix(base, ".") || strings.Count(name, "/") >= depth {
			return fs.SkipDir
		}
		if environment, _ := r.there(path.Join(name, "pyvenv.cfg")); environment {
			return fs.SkipDir
		}
		return nil
	})
}
