package revision

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A view is a temporary git directory through which git sees a repository: its objects, its index and the commit that
// is checked out, but no hook and no setting that names a program.
type view struct {
	*repository
	settings settings
	// path is the temporary git directory.
	path string
	// commit is the commit that is checked out, "" before the first one.
	commit string
}

// copiedFiles are the files of a git directory that say which files git ignores and how it converts the ends of lines.
// An attribute can name a filter, but only the configuration defines the filter's program.
var copiedFiles = []string{"info/exclude", "info/attributes"}

func newView(ctx context.Context, repo *repository) (*view, error) {
	v := &view{repository: repo}
	var err error
	if v.settings, err = userSettings(ctx); err != nil {
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

// fill makes the files by which git recognises a git directory, and copies others from the repository.
func (v *view) fill() error {
	for _, folder := range []string{"refs", "info"} {
		if err := os.Mkdir(filepath.Join(v.path, folder), 0o700); err != nil {
			return err
		}
	}
	head := cmp.Or(v.commit, "ref: refs/heads/unborn")
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
	for _, name := range copiedFiles {
		if err := v.copyFile(filepath.Join(v.common, filepath.FromSlash(name)), name); err != nil {
			return err
		}
	}
	// The index may be split: the part that seldom changes is a file beside it.
	entries, err := os.ReadDir(v.folder)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if name := entry.Name(); strings.HasPrefix(name, "sharedindex.") {
			if err := v.copyFile(filepath.Join(v.folder, name), name); err != nil {
				return err
			}
		}
	}
	return nil
}

// copyFile copies a file into the view, if it exists.
func (v *view) copyFile(file, name string) error {
	content, err := readFile(file, largeFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(v.path, filepath.FromSlash(name)), content, 0o600)
}

func (v *view) remove() error { return os.RemoveAll(v.path) }

// git runs git with the view as its git directory.
func (v *view) git(ctx context.Context, folder string, arguments ...string) (string, error) {
	index := filepath.Join(v.folder, "index")
	if _, err := os.Stat(index); err == nil && !isFile(index) {
		return "", fmt.Errorf("%s: %w", index, errNotFile)
	}
	return git(ctx, folder, "", append(v.settings.variables(),
		"GIT_DIR="+v.path, "GIT_WORK_TREE="+v.top, "GIT_INDEX_FILE="+index, "GIT_OBJECT_DIRECTORY="+filepath.Join(v.common, "objects"),
		// Of the user's configuration only fileSettings count.
		"GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		// Nothing is written, downloaded or replaced.
		"GIT_OPTIONAL_LOCKS=0", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1",
		"GIT_LITERAL_PATHSPECS=1",
	), arguments...)
}

// isDirty reports whether a folder differs from its commit, or has files that git neither tracks nor ignores.
func (v *view) isDirty(ctx context.Context, folder string) (bool, error) {
	// To find changes inside a submodule git would run again there, with the submodule's configuration.
	status, err := v.git(ctx, folder, "-c", "status.renames=false", "status", "--porcelain", "-z", "--untracked-files=normal", "--ignore-submodules=dirty", "--", ".")
	if status != "" || err != nil {
		return status != "", err
	}
	if !isFile(filepath.Join(v.top, ".gitmodules")) {
		return false, nil
	}
	return v.hasDirtySubmodule(ctx, folder)
}

func (v *view) hasDirtySubmodule(ctx context.Context, folder string) (bool, error) {
	list, err := v.git(ctx, folder, "ls-files", "--stage", "-z", "--", ".")
	if err != nil {
		return false, err
	}
	for entry := range strings.SplitSeq(list, "\x00") {
		mode, name, _ := strings.Cut(entry, "\t")
		if !strings.HasPrefix(mode, "160000 ") {
			continue
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		repo, err := repositoryAt(ctx, path)
		if err != nil {
			return false, err
		}
		if repo == nil {
			continue // it is not checked out
		}
		submodule, err := newView(ctx, repo)
		if err != nil {
			return false, err
		}
		dirty, err := submodule.isDirty(ctx, path)
		if err := errors.Join(err, submodule.remove()); dirty || err != nil {
			return dirty, err
		}
	}
	return false, nil
}
