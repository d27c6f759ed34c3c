package revision

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// A repository is where git keeps what it knows of a work tree.
type repository struct {
	// top is the work tree.
	top string
	// folder is the git directory, common the one that linked work trees share;
	// for all others the two are the same.
	folder, common string
}

// find looks for the repository of a folder, there and above. Only a ".git"
// counts: a folder that is itself made like a git directory does not.
func find(ctx context.Context, folder string) (*repository, error) {
	top, err := filepath.Abs(folder)
	if err != nil {
		return nil, err
	}
	if top, err = filepath.EvalSymlinks(top); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	for {
		repo, err := at(ctx, top)
		if repo != nil || err != nil {
			return repo, err
		}
		above := filepath.Dir(top)
		if above == top {
			return nil, nil
		}
		top = above
	}
}

// at gives the repository whose work tree is top, nil if there is none.
func at(ctx context.Context, top string) (*repository, error) {
	git := filepath.Join(top, ".git")
	info, err := os.Lstat(git)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.IsDir():
		// As git does, go on above a folder that only has the name.
		if !isFile(filepath.Join(git, "HEAD")) || !isFolder(filepath.Join(git, "objects")) {
			return nil, nil
		}
		return &repository{top: top, folder: git, common: git}, nil
	case info.Mode().IsRegular():
		return linked(ctx, top, git)
	}
	return nil, fmt.Errorf("%s: neither a folder nor a file: it is not followed", git)
}

// linked reads a ".git" file, which says where a linked work tree or a submodule
// has its git directory. It is followed only to one that names this work tree:
// any file can name any directory.
func linked(ctx context.Context, top, file string) (*repository, error) {
	text, err := read(file, smallFile)
	if err != nil {
		return nil, err
	}
	folder, found := strings.CutPrefix(text, "gitdir: ")
	if !found {
		return nil, fmt.Errorf("%s: it does not begin with \"gitdir: \"", file)
	}
	folder = resolve(top, folder)
	repo := &repository{top: top, folder: folder, common: folder}
	if back, err := read(filepath.Join(folder, "gitdir"), smallFile); err == nil {
		shared, err := read(filepath.Join(folder, "commondir"), smallFile)
		if err != nil {
			return nil, err
		}
		repo.common = resolve(folder, shared)
		if same(resolve(folder, back), file) {
			return repo, nil
		}
	} else {
		own := settings{}
		if err := own.addRepository(ctx, repo); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if back := own.last("core.worktree"); back != "" && same(resolve(folder, back), top) {
			return repo, nil
		}
	}
	return nil, fmt.Errorf("%s: it leads to %s, which does not name this folder as its work tree: run `git worktree repair` if it was moved, or set core.worktree there", file, folder)
}

var hash = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// head is the hash of the commit that is checked out, empty before the first.
func (r *repository) head() (string, error) {
	text, err := read(filepath.Join(r.folder, "HEAD"), smallFile)
	if err != nil {
		return "", err
	}
	// A reference may name another one, seldom more than one; git, too, has a limit.
	for range 5 {
		if hash.MatchString(text) {
			return text, nil
		}
		name, found := strings.CutPrefix(text, "ref: ")
		if !found || !strings.HasPrefix(name, "refs/") || !filepath.IsLocal(filepath.FromSlash(name)) {
			return "", fmt.Errorf("%s: HEAD is neither a commit nor the name of a branch", r.folder)
		}
		text, err = read(filepath.Join(r.common, filepath.FromSlash(name)), smallFile)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotFile) {
			return r.packed(name)
		}
		if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("%s: HEAD is a branch that names others without an end", r.folder)
}

// packed looks a reference up among those that have no file of their own.
func (r *repository) packed(name string) (string, error) {
	text, err := read(filepath.Join(r.common, "packed-refs"), largeFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	for line := range strings.Lines(text) {
		if commit, found := strings.CutSuffix(strings.TrimSpace(line), " "+name); found && hash.MatchString(commit) {
			return commit, nil
		}
	}
	return "", nil
}
