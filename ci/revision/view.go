package revision

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A view is a temporary git directory through which git sees a repository: its
// objects, its index and the commit that is checked out, but nothing that could
// name a program. Git's hooks, and the programs that a configuration can name,
// are looked for in the view, which has none.
type view struct {
	*repository
	settings settings
	// path is the temporary git directory.
	path string
	// commit is what is checked out, empty before the first commit.
	commit string
}

// kept are the files of a git directory that say what is ignored and how the
// ends of lines are converted. An attribute can name a filter, but what the
// filter is stands in the configuration only.
var kept = []string{"info/exclude", "info/attributes"}

func newView(ctx context.Context, repo *repository) (*view, error) {
	v := &view{repository: repo}
	var err error
	if v.settings, err = user(ctx); err != nil {
		return nil, err
	}
	if err := v.settings.addRepository(ctx, repo); err != nil {
		return nil, err
	}
	if form := v.settings.last("extensions.refstorage"); form != "" && form != "files" {
		return nil, fmt.Errorf("%s: its references are stored as %q, which cannot be read: `git refs migrate --ref-format=files` converts them", repo.folder, form)
	}
	if v.commit, err = repo.head(); err != nil {
		return nil, err
	}
	if v.path, err = os.MkdirTemp("", "python-pipeline-git-"); err != nil {
		return nil, err
	}
	if err := v.fill(); err != nil {
		return nil, errors.Join(err, v.remove())
	}
	return v, nil
}

// fill makes the files without which git does not take the folder for a git
// directory, and copies the others.
func (v *view) fill() error {
	for _, folder := range []string{"refs", "info"} {
		if err := os.Mkdir(filepath.Join(v.path, folder), 0o700); err != nil {
			return err
		}
	}
	head := v.commit
	if head == "" {
		head = "ref: refs/heads/unborn"
	}
	format := "sha1"
	if v.settings.last("extensions.objectformat") == "sha256" {
		format = "sha256"
	}
	config := "[core]\n\trepositoryformatversion = 1\n\tbare = false\n\tfsmonitor = false\n\tuntrackedCache = false\n\tcommitGraph = false\n\tmultiPackIndex = false\n" +
		"[extensions]\n\tobjectFormat = " + format + "\n"
	for name, content := range map[string]string{"HEAD": head + "\n", "config": config} {
		if err := os.WriteFile(filepath.Join(v.path, name), []byte(content), 0o600); err != nil {
			return err
		}
	}
	for _, name := range kept {
		if err := v.copy(filepath.Join(v.common, filepath.FromSlash(name)), name); err != nil {
			return err
		}
	}
	// An index may be split; the part that seldom changes is beside it.
	entries, err := os.ReadDir(v.folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, "sharedindex.") {
			if err := v.copy(filepath.Join(v.folder, name), name); err != nil {
				return err
			}
		}
	}
	return nil
}

// copy puts a file into the view, if there is one.
func (v *view) copy(file, name string) error {
	content, err := content(file, largeFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(v.path, filepath.FromSlash(name)), content, 0o600)
}

func (v *view) remove() error { return os.RemoveAll(v.path) }

// git runs git on what the view shows.
func (v *view) git(ctx context.Context, folder string, arguments ...string) (string, error) {
	index := filepath.Join(v.folder, "index")
	if _, err := os.Stat(index); err == nil && !isFile(index) {
		return "", fmt.Errorf("%s: %w", index, errNotFile)
	}
	return git(ctx, folder, "", append(v.settings.variables(),
		"GIT_DIR="+v.path, "GIT_WORK_TREE="+v.top, "GIT_INDEX_FILE="+index, "GIT_OBJECT_DIRECTORY="+filepath.Join(v.common, "objects"),
		// Of the user's configuration only what was taken counts.
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		// Nothing is written, downloaded or replaced.
		"GIT_OPTIONAL_LOCKS=0", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1",
		"GIT_LITERAL_PATHSPECS=1",
	), arguments...)
}

// changed says whether a folder differs from what is committed of it, files that
// git neither has nor ignores included.
func (v *view) changed(ctx context.Context, folder string) (bool, error) {
	// With the changes inside a submodule git would run once more there, and take
	// that one's configuration.
	said, err := v.git(ctx, folder, "-c", "status.renames=false", "status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=dirty", "--", ".")
	if said != "" || err != nil {
		return said != "", err
	}
	if !isFile(filepath.Join(v.top, ".gitmodules")) {
		return false, nil
	}
	return v.submodulesChanged(ctx, folder)
}

// submodulesChanged says whether there are changes in the submodules below a
// folder.
func (v *view) submodulesChanged(ctx context.Context, folder string) (bool, error) {
	listed, err := v.git(ctx, folder, "ls-files", "--stage", "-z", "--", ".")
	if err != nil {
		return false, err
	}
	for entry := range strings.SplitSeq(listed, "\x00") {
		about, name, _ := strings.Cut(entry, "\t")
		if !strings.HasPrefix(about, "160000 ") {
			continue
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		repo, err := at(ctx, path)
		if err != nil {
			return false, err
		}
		if repo == nil {
			continue // it is not checked out
		}
		inner, err := newView(ctx, repo)
		if err != nil {
			return false, err
		}
		changed, err := inner.changed(ctx, path)
		if err := errors.Join(err, inner.remove()); changed || err != nil {
			return changed, err
		}
	}
	return false, nil
}
