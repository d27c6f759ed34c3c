package revision

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// In a hook of another repository, such as pre-push, git's variables name that one.
func TestOfInAGitHook(t *testing.T) {
	r, other := newRepository(t), newRepository(t)
	r.write("app.py", "print(1)\n")
	r.git("add", ".")
	r.git("commit", "--quiet", "--message=first")
	t.Setenv("GIT_DIR", filepath.Join(other.folder, ".git"))
	t.Setenv("GIT_INDEX_FILE", filepath.Join(other.folder, "index"))
	if got, want := mustRead(t, r.folder, nil).Commit, r.git("rev-parse", "HEAD"); got != want {
		t.Errorf("got %q, want %s", got, want)
	}
}

func mustRead(t *testing.T, folder string, epoch *int64) Revision {
	t.Helper()
	r, err := Of(t.Context(), folder, epoch)
	if err != nil {
		t.Error(err)
	}
	return r
}

func TestOf(t *testing.T) {
	t.Parallel()
	const committed = "2024-05-02T01:04:05Z"
	for name, test := range map[string]struct {
		change func(worktree)
		// want has HEAD for the commit's hash.
		want Revision
	}{
		"clean": {
			change: func(worktree) {},
			want:   Revision{Commit: "HEAD", Created: committed},
		},
		"a changed file": {
			change: func(r worktree) { r.write("shop/app.py", "print(2)\n") },
			want:   Revision{Commit: "HEAD-dirty", Created: committed},
		},
		"a new file": {
			change: func(r worktree) { r.write("shop/new.py", "") },
			want:   Revision{Commit: "HEAD-dirty", Created: committed},
		},
		"a new file, added": {
			change: func(r worktree) { r.write("shop/new.py", ""); r.git("add", ".") },
			want:   Revision{Commit: "HEAD-dirty", Created: committed},
		},
		"an ignored file": {
			change: func(r worktree) { r.write("shop/app.pyc", "") },
			want:   Revision{Commit: "HEAD", Created: committed},
		},
		"a change of another app": {
			change: func(r worktree) { r.write("api/app.py", "print(2)\n") },
			want:   Revision{Commit: "HEAD", Created: committed},
		},
		"a remote": {
			change: func(r worktree) {
				r.git("remote", "add", "origin", "https://robot:hunter2@git.example/acme/shop.git")
			},
			want: Revision{Commit: "HEAD", Created: committed, Repository: "https://git.example/acme/shop.git"},
		},
		"only origin counts": {
			change: func(r worktree) { r.git("remote", "add", "fork", "https://git.example/ada/shop.git") },
			want:   Revision{Commit: "HEAD", Created: committed},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRepository(t)
			r.write(".gitignore", "*.pyc\n")
			r.write("shop/app.py", "print(1)\n")
			r.git("add", ".")
			r.git("commit", "--quiet", "--message=shop")
			head := r.git("rev-parse", "HEAD")
			test.change(r)
			test.want.Commit = strings.Replace(test.want.Commit, "HEAD", head, 1)
			if diff := cmp.Diff(test.want, mustRead(t, filepath.Join(r.folder, "shop"), nil)); diff != "" {
				t.Errorf("revision differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSourceDateEpochReplacesTheCommitsTime(t *testing.T) {
	t.Parallel()
	r := newRepository(t)
	r.git("commit", "--quiet", "--allow-empty", "--message=shop")
	for epoch, want := range map[int64]string{0: "1970-01-01T00:00:00Z", 1700000000: "2023-11-14T22:13:20Z"} {
		if diff := cmp.Diff(Revision{Commit: r.git("rev-parse", "HEAD"), Created: want}, mustRead(t, r.folder, &epoch)); diff != "" {
			t.Errorf("revision differs (-want +got):\n%s", diff)
		}
	}
}

func TestWithoutARevision(t *testing.T) {
	t.Parallel()
	unborn := newRepository(t)
	unborn.git("remote", "add", "origin", "git@git.example:acme/shop.git")
	epoch := int64(1700000000)
	for name, test := range map[string]struct {
		folder string
		epoch  *int64
		want   Revision
	}{
		"no repository":                {folder: t.TempDir()},
		"no repository, but a time":    {folder: t.TempDir(), epoch: &epoch, want: Revision{Created: "2023-11-14T22:13:20Z"}},
		"no folder":                    {folder: filepath.Join(t.TempDir(), "gone")},
		"a repository without commits": {folder: unborn.folder, want: Revision{Repository: "ssh://git.example/acme/shop.git"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, mustRead(t, test.folder, test.epoch)); diff != "" {
				t.Errorf("revision differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPublicAddress(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]string{
		"":                                                         "",
		"https://git.example/acme/shop.git":                        "https://git.example/acme/shop.git",
		"https://token@git.example/acme/shop":                      "https://git.example/acme/shop",
		"https://me:p%40ss@git.example/shop.git":                   "https://git.example/shop.git",
		"https://me:pw@git.example:8443/shop":                      "https://git.example:8443/shop",
		"ssh://git@git.example:2222/acme/shop":                     "ssh://git.example:2222/acme/shop",
		"git@git.example:acme/shop.git":                            "ssh://git.example/acme/shop.git",
		"git://git.example/shop.git":                               "git://git.example/shop.git",
		"/srv/git/shop.git":                                        "",
		"../shop":                                                  "",
		"file:///srv/git/shop.git":                                 "",
		"file:///srv/me@host.example:x/shop.git":                   "",
		"/srv/me@host.example:x/shop.git":                          "",
		`C:\work\shop`:                                             "",
		"https://me:p@ss%zz@host.example/x":                        "",
		"git@host.example:/srv/shop.git":                           "ssh://host.example/srv/shop.git",
		"host.example:acme/shop.git":                               "ssh://host.example/acme/shop.git",
		"https://host.example/acme/shop.git?private_token=hunter2": "https://host.example/acme/shop.git",
		"https://host.example/shop.git#token=hunter2":              "https://host.example/shop.git",
		"https://host.example/https://me:hunter2@other.example/x":  "",
		"https://host.example/@scope/shop":                         "https://host.example/@scope/shop",
		"robot:hunter2@host.example:acme/shop.git":                 "",
		"robot:hunter2@host.example/acme/shop.git":                 "",
		"https:me:hunter2@host.example/shop":                       "",
		"host.example:acme/shop.git?token=hunter2":                 "",
		"host.example:acme/\x1b[31mshop":                           "",
		"https://host.example/\u202eshop":                          "",
	} {
		if got := publicAddress(remote); got != want {
			t.Errorf("%s: got %q, want %q", remote, got, want)
		}
	}
}

// The user's own settings for files count, and abbreviated addresses are replaced.
func TestTheUsersConfiguration(t *testing.T) {
	w := newShop(t)
	w.git("remote", "add", "origin", "acme:shop.git")
	ignored, configuration := filepath.Join(t.TempDir(), "ignored"), filepath.Join(t.TempDir(), "gitconfig")
	for file, content := range map[string]string{
		ignored: "*.orig\n",
		configuration: "[core]\n\texcludesFile = " + ignored + "\n\tautocrlf = true\n" +
			"[url \"https://robot:hunter2@git.example/\"]\n\tinsteadOf = a\n[url \"https://robot:hunter2@git.example/acme/\"]\n\tinsteadOf = acme:\n",
	} {
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GIT_CONFIG_GLOBAL", configuration)
	w.write("shop/app.py.orig", "")
	w.checkOutAgain("shop/app.py")
	compare(t, w, false)
	if got, want := mustRead(t, w.folder, nil).Repository, "https://git.example/acme/shop.git"; got != want {
		t.Errorf("got %q, want %q; git prints %s", got, want, strings.TrimSpace(w.git("remote", "get-url", "origin")))
	}
}
