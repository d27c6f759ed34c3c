//go:build unix

package revision

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A file that cannot be read to its end is an error: one that names the file, or
// the one of the time limit.
func TestFilesThatBlock(t *testing.T) {
	t.Parallel()
	pipe := func(name string) func(worktree) {
		return func(w worktree) {
			path := filepath.Join(w.folder, name)
			_ = os.RemoveAll(path)
			if err := unix.Mkfifo(path, 0o644); err != nil {
				w.Fatal(err)
			}
		}
	}
	endless := func(name string) func(worktree) {
		return func(w worktree) {
			path := filepath.Join(w.folder, name)
			_ = os.RemoveAll(path)
			file, err := os.Create(path)
			if err != nil {
				w.Fatal(err)
			}
			if err := file.Truncate(4 << 30); err != nil {
				w.Fatal(err)
			}
			file.Close()
		}
	}
	link := func(name, target string) func(worktree) {
		return func(w worktree) {
			_ = os.RemoveAll(filepath.Join(w.folder, name))
			w.link(target, name)
		}
	}
	const short, long = 2 * time.Second, time.Minute
	for name, test := range map[string]struct {
		change func(worktree)
		limit  time.Duration
		err    string
	}{
		".git is a pipe":            {pipe(".git"), long, "neither a folder nor a file"},
		".git is a link to itself":  {link(".git", ".git"), long, "neither a folder nor a file"},
		".git is 4 GB":              {endless(".git"), long, "larger than"},
		"HEAD is 4 GB":              {endless(".git/HEAD"), long, "larger than"},
		"configuration is a pipe":   {pipe(".git/config"), long, "not a regular file"},
		"configuration is a device": {link(".git/config", "/dev/zero"), long, "not a regular file"},
		"configuration is 4 GB":     {endless(".git/config"), long, "larger than"},
		"index is a pipe":           {pipe(".git/index"), long, "not a regular file"},
		"index is 4 GB":             {endless(".git/index"), long, "git: "},
		"references are 4 GB":       {func(w worktree) { w.git("pack-refs", "--all"); endless(".git/packed-refs")(w) }, long, "larger than"},
		"info/exclude is a pipe":    {pipe(".git/info/exclude"), long, "not a regular file"},
		"a branch that names itself": {func(w worktree) {
			w.write(".git/"+w.git("symbolic-ref", "HEAD"), "ref: "+w.git("symbolic-ref", "HEAD"))
		}, long, "without an end"},
		"a branch outside": {func(w worktree) { w.write(".git/HEAD", "ref: refs/../../../secret\n") }, long, "neither a commit nor the name of a branch"},
		"a commit is a pipe": {func(w worktree) {
			head := w.git("rev-parse", "HEAD")
			pipe(".git/objects/" + head[:2] + "/" + head[2:])(w)
		}, short, "git did not end within 2s"},
		"an ignore file is a pipe":    {pipe(".gitignore"), short, "git did not end within 2s"},
		"included configuration":      {func(w worktree) { pipe("more")(w); w.git("config", "include.path", "../more") }, long, ""},
		"a configuration without end": {func(w worktree) { w.write(".git/config", "[core\n") }, long, "git: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newHostile(t)
			test.change(w)
			got, err := of(t.Context(), w.folder, nil, test.limit)
			want := ""
			if test.err == "" {
				want = "clean"
			}
			mustBe(t, got, err, want, test.err)
		})
	}
}
