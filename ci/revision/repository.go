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

// A repository is a work tree with its git directory.
type repository struct {
	// top is the work tree.
	top string
	// folder is the git directory. common is the git directory that linked work
	// trees share; for other work trees it is the same as folder.
	folder, common string
}

// findRepository looks for the repository of a folder, there and above. Only a
// ".git" counts, not a folder that itself has the files of a git directory.
func findRepository(ctx context.Context, folder string) (*repository, error) {
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
		repo, err := repositoryAt(ctx, top)
		if repo != nil || err != nil {
			return repo, err
		}
		parent := filepath.Dir(top)
		if parent == top {
			return nil, nil
		}
		top = parent
	}
}

// repositoryAt returns the repository whose work tree is top, nil if there is none.
func repositoryAt(ctx context.Context, top string) (*repository, error) {
	dotGit := filepath.Join(top, ".git")
	info, err := os.Lstat(dotGit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case info.IsDir():
		// Git ignores a folder ".git" without these and looks further up.
		if !isFile(filepath.Join(dotGit, "HEAD")) || !isFolder(filepath.Join(dotGit, "objects")) {
			return nil, nil
		}
		return &repository{top: top, folder: dotGit, common: dotGit}, nil
	case info.Mode().IsRegular():
		return readGitFile(ctx, top, dotGit)
	}
	return nil, fmt.Errorf("%s: neither a folder nor a file: it is not followed", dotGit)
}

// readGitFile reads a ".git" file, which names the git directory of a linked work tree or a submodule. That directory
// is used only if it names this work tree in turn: a ".git" file can name any directory.
func readGitFile(ctx context.Context, top, file string) (*repository, error) {
	text, err := readText(file, smallFile)
	if err != nil {
		return nil, err
	}
	folder, found := strings.CutPrefix(text, "gitdir: ")
	if !found {
		return nil, fmt.Errorf("%s: it does not begin with \"gitdir: \"", file)
	}
	folder = resolve(top, folder)
	repo := &repository{top: top, folder: folder, common: folder}
	if back, err := readText(filepath.Join(folder, "gitdir"), smallFile); err == nil {
		common, err := readText(filepath.Join(folder, "commondir"), smallFile)
		if err != nil {
			return nil, err
		}
		repo.common = resolve(folder, common)
		if isSameFile(resolve(folder, back), file) {
			return repo, nil
		}
	} else {
		config := settings{}
		if err := config.addRepository(ctx, repo); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		if back := config.last("core.worktree"); back != "" && isSameFile(resolve(folder, back), top) {
			return repo, nil
		}
	}
	return nil, fmt.Errorf("%s: it leads to %s, which does not name this folder as its work tree: run `git worktree repair` if it was moved, or set core.worktree there", file, folder)
}

var hashPattern = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)

// head returns the hash of the commit that is checked out, "" before the first one.
func (r *repository) head() (string, error) {
	text, err := readText(filepath.Join(r.folder, "HEAD"), smallFile)
	if err != nil {
		return "", err
	}
	// A reference may name another one, seldom several in turn; git has a limit, too.
	for range 5 {
		if hashPattern.MatchString(text) {
			return text, nil
		}
		name, found := strings.CutPrefix(text, "ref: ")
		if !found || !strings.HasPrefix(name, "refs/") || !filepath.IsLocal(filepath.FromSlash(name)) {
			return "", fmt.Errorf("%s: HEAD is neither a commit nor the name of a branch", r.folder)
		}
		text, err = readText(filepath.Join(r.common, filepath.FromSlash(name)), smallFile)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNotFile) {
			return r.packedReference(name)
		}
		if err != nil {
			return "", err
		}
	}
	return "", fmt.Errorf("%s: HEAD is a branch that names others without an end", r.folder)
}

// packedReference returns the hash of a reference in packed-refs, where git puts those without a file of their own.
func (r *repository) packedReference(name string) (string, error) {
	text, err := readText(filepath.Join(r.common, "packed-refs"), largeFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	for line := range strings.Lines(text) {
		if commit, found := strings.CutSuffix(strings.TrimSpace(line), " "+name); found && hashPattern.MatchString(commit) {
			return commit, nil
		}
	}
	return "", nil
}
