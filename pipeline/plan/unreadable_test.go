package plan

import (
	"io/fs"
	"strings"
	"testing"
)

// A closed source has a file that this user may not read.
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

// Stat tells of it all the same, as a system does.
func (c closed) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

// A file that may not be read decides something or is part of the app: a plan
// without it would be another one.
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
