package plan

import (
	"io/fs"
	"strings"
	"testing"
)

// closed is a source with a file that this user may not read.
type closed struct {
	fs.FS
	name string
}

func (c closed) Open(name string) (fs.File, error) {
	if name == c.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return c.FS.Open(name)
}

// Stat works all the same, as on a real system.
func (c closed) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

// A file that may not be read is an error, since a plan without it would be different.
func TestUnreadableFiles(t *testing.T) {
	t.Parallel()
	for name, more := range map[string]files{
		"requirements.txt": {},
		"pyproject.toml":   {"": `port = 8000`},
		"Procfile":         {"Procfile": "web: python app.py\n"},
		".dockerignore":    {".dockerignore": "secret\n"},
		"shop":             {"shop/models.py": ""}, // a folder
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, err := Read(closed{app(more).fs(), name}, Options{Name: "shop"})
			if err == nil {
				t.Fatalf("no error, but the plan\n%s", plan.Text())
			}
			if !strings.Contains(err.Error(), name+": ") || !strings.Contains(err.Error(), "permission denied") {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestFolderInPlaceOfAFile(t *testing.T) {
	t.Parallel()
	fails(t, app(files{"Procfile/x": ""}), "Procfile: ")
}
