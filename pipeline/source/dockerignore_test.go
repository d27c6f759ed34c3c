package source

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// unreadable is a source in which one file may not be read.
type unreadable struct {
	fstest.MapFS
	name string
}

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.Open(name)
}

func (u unreadable) ReadFile(name string) ([]byte, error) {
	if _, err := u.Open(name); err != nil {
		return nil, err
	}
	return u.MapFS.ReadFile(name)
}

// Otherwise the image would have the files that it excludes.
func TestUnreadableDockerignore(t *testing.T) {
	t.Parallel()
	files := sourceOf(map[string]string{".dockerignore": "notes.md\n", "app.py": "", "notes.md": ""})
	got, err := New(unreadable{files, ".dockerignore"}).Prod(Selection{})
	if !errors.Is(err, fs.ErrPermission) || !strings.HasPrefix(err.Error(), ".dockerignore: ") {
		t.Errorf("got %v and the files %v", err, got)
	}
}

func TestInvalidPattern(t *testing.T) {
	t.Parallel()
	_, err := New(sourceOf(map[string]string{".dockerignore": "[a-\n"})).Prod(Selection{})
	if err == nil || err.Error()[:13] != ".dockerignore" {
		t.Errorf("got %v; it must name the file", err)
	}
}

func TestTooManyPatterns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		patterns, want string
	}{
		"many": {strings.Repeat("a\n", maxPatterns+1), ".dockerignore: 1001 patterns are more than the limit of 1000"},
		"long": {strings.Repeat("a", maxPattern+1), ".dockerignore: the pattern \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"… is longer than the 4096"},
	} {
		_, err := New(sourceOf(map[string]string{".dockerignore": test.patterns})).Prod(Selection{})
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("%s: got %.200v, want %s", name, err, test.want)
		}
	}
}
