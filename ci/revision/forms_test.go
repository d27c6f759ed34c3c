package revision

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A form is one of the many forms of an ordinary repository.
type form struct {
	// change changes the repository of newShop, or returns another work tree.
	change func(worktree) worktree
	// dirty is whether git itself reports changes; it checks the test's own set-up.
	dirty bool
}

func dirtyAfter(change func(worktree)) form {
	return form{change: func(w worktree) worktree { change(w); return w }, dirty: true}
}

func cleanAfter(change func(worktree)) form {
	return form{change: func(w worktree) worktree { change(w); return w }}
}

// The revision of an ordinary repository is the one that git itself reports.
func TestOrdinaryRepositories(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]form{
		"clean":     cleanAfter(func(worktree) {}),
		"modified":  dirtyAfter(func(w worktree) { w.write("shop/app.py", "print(2)\n") }),
		"same size": dirtyAfter(func(w worktree) { w.write("shop/app.py", "print(3)\n"); w.older("shop/app.py") }),
		"touched":   cleanAfter(func(w worktree) { w.older("shop/app.py") }),
		"staged":    dirtyAfter(func(w worktree) { w.write("shop/app.py", "print(2)\n"); w.git("add", ".") }),
		"staged, undone": dirtyAfter(func(w worktree) {
			w.write("shop/app.py", "2\n")
			w.git("add", ".")
			w.write("shop/app.py", "print(1)\n")
		}),
		"untracked":        dirtyAfter(func(w worktree) { w.write("shop/new.py", "") }),
		"untracked folder": dirtyAfter(func(w worktree) { w.write("shop/new/deep/x.py", "") }),
		"empty folder":     cleanAfter(func(w worktree) { _ = os.MkdirAll(filepath.Join(w.folder, "shop/new/deep"), 0o755) }),
		"intent to add":    dirtyAfter(func(w worktree) { w.write("shop/new.py", ""); w.git("add", "--intent-to-add", ".") }),
		"ignored":          cleanAfter(func(w worktree) { w.write("shop/app.pyc", ""); w.write("shop/build/x", ""); w.write("shop/logs/a", "") }),
		"not ignored":      dirtyAfter(func(w worktree) { w.write("shop/logs/keep", "") }),
		"ignored below":    cleanAfter(func(w worktree) { w.write("shop/static/.gitignore", "*\n"); w.write("shop/static/x", "") }),
		"ignored in info":  cleanAfter(func(w worktree) { w.write(".git/info/exclude", "new.py\n"); w.write("shop/new.py", "") }),
		"deleted":          dirtyAfter(func(w worktree) { _ = os.Remove(filepath.Join(w.folder, "shop/app.py")) }),
		"renamed":          dirtyAfter(func(w worktree) { w.git("mv", "shop/app.py", "shop/web.py") }),
		"mode":             dirtyAfter(func(w worktree) { _ = os.Chmod(filepath.Join(w.folder, "shop/run.sh"), 0o755) }),
		"mode does not count": cleanAfter(func(w worktree) {
			w.git("config", "core.fileMode", "false")
			_ = os.Chmod(filepath.Join(w.folder, "shop/run.sh"), 0o755)
		}),
		"link": dirtyAfter(func(w worktree) { w.link("run.sh", "shop/main.py") }),
		"link is a file": dirtyAfter(func(w worktree) {
			_ = os.Remove(filepath.Join(w.folder, "shop/main.py"))
			w.write("shop/main.py", "app.py")
		}),
		"another app": cleanAfter(func(w worktree) { w.write("api/app.py", "print(3)\n"); w.write("api/new.py", "") }),
		"assumed unchanged": cleanAfter(func(w worktree) {
			w.git("update-index", "--assume-unchanged", "shop/app.py")
			w.write("shop/app.py", "")
		}),
		"detached": cleanAfter(func(w worktree) { w.git("checkout", "--quiet", "--detach") }),
		"tag": cleanAfter(func(w worktree) {
			w.git("tag", "--annotate", "--message=1", "v1")
			w.git("commit", "--quiet", "--allow-empty", "--message=2")
			w.git("checkout", "--quiet", "v1")
		}),
		"branch with a slash":    cleanAfter(func(w worktree) { w.git("checkout", "--quiet", "-b", "feature/a") }),
		"packed":                 cleanAfter(func(w worktree) { w.git("gc", "--quiet"); w.git("pack-refs", "--all") }),
		"packed, then committed": cleanAfter(func(w worktree) { w.git("pack-refs", "--all"); w.git("commit", "--quiet", "--allow-empty", "-m2") }),
		"commit graph":           cleanAfter(func(w worktree) { w.git("commit-graph", "write"); w.git("repack", "-adq", "--write-midx") }),
		"index version 4":        cleanAfter(func(w worktree) { w.git("update-index", "--index-version", "4") }),
		"split index": dirtyAfter(func(w worktree) {
			w.git("update-index", "--split-index")
			w.write("shop/new.py", "")
			w.git("add", ".")
		}),
		"untracked cache": dirtyAfter(func(w worktree) {
			w.git("update-index", "--untracked-cache")
			w.git("status")
			w.write("shop/new.py", "")
		}),
		"sparse":       cleanAfter(func(w worktree) { w.git("sparse-checkout", "set", "shop") }),
		"sparse index": cleanAfter(func(w worktree) { w.git("sparse-checkout", "set", "--cone", "--sparse-index", "shop/static") }),
		"line ends by attribute": cleanAfter(func(w worktree) {
			w.write(".gitattributes", "*.py text eol=crlf\n")
			w.checkOutAgain("shop/app.py")
		}),
		"line ends by setting": cleanAfter(func(w worktree) { w.git("config", "core.autocrlf", "true"); w.checkOutAgain("shop/app.py") }),
		"line ends":            dirtyAfter(func(w worktree) { w.write("shop/app.py", "print(1)\r\n") }),
		"a repository inside": dirtyAfter(func(w worktree) {
			w.git("init", "--quiet", "shop/new")
			w.write("shop/new/x", "")
		}),
		"submodule":           cleanAfter(func(w worktree) { w.withSubmodule() }),
		"submodule changed":   dirtyAfter(func(w worktree) { w.withSubmodule().write("shop/app.py", "") }),
		"submodule untracked": dirtyAfter(func(w worktree) { w.withSubmodule().write("new.py", "") }),
		"submodule committed": dirtyAfter(func(w worktree) { w.withSubmodule().git("commit", "--quiet", "--allow-empty", "-m2") }),
		"submodule not here":  cleanAfter(func(w worktree) { w.withSubmodule(); w.git("submodule", "--quiet", "deinit", "--all") }),
		"in a submodule":      {change: func(w worktree) worktree { return w.withSubmodule() }},
		"in a submodule, changed": {change: func(w worktree) worktree {
			inner := w.withSubmodule()
			inner.write("shop/app.py", "")
			return inner
		}, dirty: true},
		"linked work tree": {change: func(w worktree) worktree {
			other := w.beside()
			w.git("worktree", "add", "--quiet", other.folder)
			return other
		}},
		"linked work tree, changed": {change: func(w worktree) worktree {
			other := w.beside()
			w.git("worktree", "add", "--quiet", other.folder)
			other.write("shop/app.py", "")
			return other
		}, dirty: true},
		"git directory elsewhere": {change: func(w worktree) worktree {
			folder := filepath.Join(w.TempDir(), "git")
			w.git("init", "--quiet", "--separate-git-dir", folder)
			w.git("config", "core.worktree", w.folder)
			return w
		}},
		"shallow": {change: func(w worktree) worktree {
			w.git("commit", "--quiet", "--allow-empty", "-m2")
			return w.clone("--depth=1")
		}},
		"partial": {change: func(w worktree) worktree {
			w.git("config", "uploadpack.allowFilter", "true")
			return w.clone("--filter=blob:none")
		}},
		"objects of another": {change: func(w worktree) worktree {
			other := w.beside()
			w.git("clone", "--quiet", "--shared", w.folder, other.folder)
			return other
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, f.change(newShop(t)), f.dirty)
		})
	}
	t.Run("SHA-256", func(t *testing.T) {
		t.Parallel()
		w := newShop(t, "--object-format=sha256")
		compare(t, w, false)
		w.write("shop/app.py", "")
		compare(t, w, true)
	})
	t.Run("no commit", func(t *testing.T) {
		t.Parallel()
		if diff := cmp.Diff(Revision{}, mustRead(t, newRepository(t).folder, nil)); diff != "" {
			t.Errorf("revision differs (-want +got):\n%s", diff)
		}
	})
}

// compare compares the revision of an app in a work tree with git's own output.
func compare(t *testing.T, w worktree, dirty bool) {
	t.Helper()
	app := worktree{t, filepath.Join(w.folder, "shop")}
	status := app.git("status", "--porcelain", "--", ".")
	if dirty != (status != "") {
		t.Fatalf("the test's set-up is wrong: git prints %q", status)
	}
	want := Revision{Commit: app.git("rev-parse", "HEAD"), Created: "2024-05-02T01:04:05Z"}
	if dirty {
		want.Commit += "-dirty"
	}
	got := mustRead(t, app.folder, nil)
	got.Repository = ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("revision differs (-want +got):\n%s\ngit prints %q", diff, status)
	}
}
