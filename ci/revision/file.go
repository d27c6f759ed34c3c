package revision

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// What the files of a git directory that are read here may hold at most: one
// line, and a configuration or a list of all references.
const (
	smallFile = 64 << 10
	largeFile = 64 << 20
)

var errNotFile = errors.New("not a regular file")

// read gives the text of a regular file without the white space at its end.
func read(path string, limit int64) (string, error) {
	text, err := content(path, limit)
	return strings.TrimRight(string(text), "\r\n\t "), err
}

// content gives what a regular file holds. It neither waits for whoever writes
// to a pipe nor reads without an end.
func content(path string, limit int64) ([]byte, error) {
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", path, errNotFile)
	}
	// What the name stands for may have changed since.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", path, errNotFile)
	}
	held, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(held)) > limit {
		return nil, fmt.Errorf("%s: larger than %d kB", path, limit>>10)
	}
	return held, nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// same says whether two paths are one file.
func same(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// resolve gives a path that a file in folder names.
func resolve(folder, path string) string {
	if path = filepath.FromSlash(path); filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}
