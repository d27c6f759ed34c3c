// Package workspace finds the members of a uv workspace: projects in folders below one
// that has the lock of all of them.
package workspace

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"dagger/python-pipeline/installed"
)

const (
	pyproject = "pyproject.toml"
	lockFile  = "uv.lock"
)

// Member is a project of a workspace.
type Member struct {
	// Name is the normalised name of its [project]; "" where it has none.
	Name string
	// Folder is relative to the workspace's; "." is the workspace's own.
	Folder string
}

// Text describes the member for people.
func (m Member) Text() string {
	if m.Name == "" {
		return m.Folder
	}
	return fmt.Sprintf("%s (%s)", m.Name, m.Folder)
}

// Workspace is the table [tool.uv.workspace] of a folder.
type Workspace struct {
	files            fs.FS
	members, exclude []string
	root             string // name of the folder's own project; "" for none
}

// Read reads the workspace of a folder; nil where the folder has none.
func Read(files fs.FS) (*Workspace, error) {
	var content struct {
		Project struct {
			Name any `toml:"name"`
		} `toml:"project"`
		Tool struct {
			UV struct {
				Workspace *struct {
					Members []string `toml:"members"`
					Exclude []string `toml:"exclude"`
				} `toml:"workspace"`
			} `toml:"uv"`
		} `toml:"tool"`
	}
	text, err := fs.ReadFile(files, pyproject)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: it cannot be read: %w", pyproject, err)
	}
	if _, err := toml.Decode(string(text), &content); err != nil {
		return nil, fmt.Errorf("%s: %s", pyproject, strings.TrimPrefix(err.Error(), "toml: "))
	}
	table := content.Tool.UV.Workspace
	if table == nil {
		return nil, nil
	}
	root, _ := content.Project.Name.(string)
	return &Workspace{files: files, members: table.Members, exclude: table.Exclude, root: root}, nil
}

// HasOwnProject reports whether the workspace's own folder is a project too.
func (w *Workspace) HasOwnProject() bool { return w.root != "" }

// Includes reports whether a folder below the workspace's is a member, with a project
// and without a lock of its own.
func (w *Workspace) Includes(folder string) bool {
	return folder != "." && fs.ValidPath(folder) && matchAny(w.members, folder) && !matchAny(w.exclude, folder) &&
		w.isFile(path.Join(folder, pyproject)) && !w.isFile(path.Join(folder, lockFile))
}

// isFile reports whether a name is a file.
func (w *Workspace) isFile(name string) bool {
	info, err := fs.Stat(w.files, name)
	return err == nil && !info.IsDir()
}

// Members lists the members, the workspace's own project first, and then by folder.
func (w *Workspace) Members() ([]Member, error) {
	var members []Member
	if w.root != "" {
		members = append(members, Member{installed.CanonicalName(w.root), "."})
	}
	err := fs.WalkDir(w.files, ".", func(folder string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil && folder == ".":
			return err
		case err != nil: // a folder that cannot be listed has no members that could be built
			return fs.SkipDir
		case !entry.IsDir() || folder == ".":
			return nil
		case strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case w.Includes(folder):
			members = append(members, Member{w.nameOf(folder), folder})
		}
		return nil
	})
	return members, err
}

// nameOf reads the name of a member. What is not valid in its pyproject.toml is an error
// for those who build it.
func (w *Workspace) nameOf(folder string) string {
	var content struct {
		Project struct {
			Name any `toml:"name"`
		} `toml:"project"`
	}
	text, err := fs.ReadFile(w.files, path.Join(folder, pyproject))
	if err != nil {
		return ""
	}
	if _, err := toml.Decode(string(text), &content); err != nil {
		return ""
	}
	name, _ := content.Project.Name.(string)
	return installed.CanonicalName(name)
}

// Find returns the member with a name or a folder. The error is the rest of a sentence
// that begins with the place of the name.
func (w *Workspace) Find(nameOrFolder string) (Member, error) {
	members, err := w.Members()
	if err != nil {
		return Member{}, err
	}
	folder := path.Clean(nameOrFolder)
	for _, is := range []func(Member) bool{
		func(m Member) bool { return m.Folder == folder },
		func(m Member) bool { return m.Name != "" && m.Name == installed.CanonicalName(nameOrFolder) },
	} {
		if i := slices.IndexFunc(members, is); i >= 0 {
			return members[i], nil
		}
	}
	if len(members) == 0 {
		return Member{}, fmt.Errorf("%q is not a member of the workspace, which has none; correct members in [tool.uv.workspace] of %s", nameOrFolder, pyproject)
	}
	return Member{}, fmt.Errorf("%q is not a member of the workspace; it has %s", nameOrFolder, Names(members))
}

// Names lists members in a sentence.
func Names(members []Member) string {
	var names []string
	for _, m := range members {
		names = append(names, m.Text())
	}
	return strings.Join(names, ", ")
}
