package revision

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A form is one of the many that an ordinary repository may have.
type form struct {
	// make changes the repository of newShop, or gives another work tree.
	make func(worktree) worktree
	// dirty is what git itself has to say of it: what a test means to make is made.
	dirty bool
}

func changed(change func(worktree)) form {
	return form{make: func(w worktree) worktree { change(w); return w }, dirty: true}
}

func clean(change func(worktree)) form {
	return form{make: func(w worktree) worktree { change(w); return w }}
}

// newShop is a repository with an app below it.
func newShop(t *testing.T, options ...string) worktree {
	t.Helper()
	w := worktree{t, t.TempDir()}
	w.git(append([]string{"init", "--quiet", "--initial-branch=main"}, options...)...)
	w.write(".gitignore", "*.pyc\n/shop/build/\nshop/logs/*\n!shop/logs/keep\n")
	w.write("shop/app.py", "print(1)\n")
	w.write("shop/run.sh", "true\n")
	w.write("shop/static/a/b.css", "")
	w.write("api/app.py", "print(2)\n")
	w.link("app.py", "shop/main.py")
	w.git("add", ".")
	w.git("commit", "--quiet", "--message=shop")
	return w
}

func (w worktree) link(target, name string) {
	w.Helper()
	path := filepath.Join(w.folder, name)
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		w.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		w.Fatal(err)
	}
}

// beside is another work tree of the same test.
func (w worktree) beside() worktree { return worktree{w.T, filepath.Join(w.TempDir(), "other")} }

// clone is one as a job's checkout makes it.
func (w worktree) clone(options ...string) worktree {
	w.Helper()
	other := w.beside()
	w.git(append(append([]string{"clone", "--quiet"}, options...), "file://"+w.folder, other.folder)...)
	return other
}

// older gives a file's entry in the index another time than the file has, so that
// its content has to be compared.
func (w worktree) older(name string) {
	w.Helper()
	info, err := os.Stat(filepath.Join(w.folder, name))
	if err != nil {
		w.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(w.folder, name), info.ModTime().AddDate(-1, 0, 0), info.ModTime().AddDate(-1, 0, 0)); err != nil {
		w.Fatal(err)
	}
}

// again checks a file out once more, with the ends of lines that hold now.
func (w worktree) again(name string) {
	w.Helper()
	if err := os.Remove(filepath.Join(w.folder, name)); err != nil {
		w.Fatal(err)
	}
	w.git("checkout", "--quiet", "--", name)
	if content, err := os.ReadFile(filepath.Join(w.folder, name)); err != nil || !strings.Contains(string(content), "\r\n") {
		w.Fatalf("%q, %v", content, err)
	}
	w.older(name)
}

func (w worktree) withSubmodule() worktree {
	w.Helper()
	inner := newShop(w.T)
	w.git("submodule", "--quiet", "add", "file://"+inner.folder, "shop/vendor")
	w.git("commit", "--quiet", "--message=vendor")
	return worktree{w.T, filepath.Join(w.folder, "shop", "vendor")}
}

// What this package says of an ordinary repository is what git says.
func TestOrdinaryRepositories(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]form{
		"clean":     clean(func(worktree) {}),
		"modified":  changed(func(w worktree) { w.write("shop/app.py", "print(2)\n") }),
		"same size": changed(func(w worktree) { w.write("shop/app.py", "print(3)\n"); w.older("shop/app.py") }),
		"touched":   clean(func(w worktree) { w.older("shop/app.py") }),
		"staged":    changed(func(w worktree) { w.write("shop/app.py", "print(2)\n"); w.git("add", ".") }),
		"staged, taken back": changed(func(w worktree) {
			w.write("shop/app.py", "2\n")
			w.git("add", ".")
			w.write("shop/app.py", "print(1)\n")
		}),
		"untracked":        changed(func(w worktree) { w.write("shop/new.py", "") }),
		"untracked folder": changed(func(w worktree) { w.write("shop/new/deep/x.py", "") }),
		"empty folder":     clean(func(w worktree) { _ = os.MkdirAll(filepath.Join(w.folder, "shop/new/deep"), 0o755) }),
		"to be added":      changed(func(w worktree) { w.write("shop/new.py", ""); w.git("add", "--intent-to-add", ".") }),
		"ignored":          clean(func(w worktree) { w.write("shop/app.pyc", ""); w.write("shop/build/x", ""); w.write("shop/logs/a", "") }),
		"not ignored":      changed(func(w worktree) { w.write("shop/logs/keep", "") }),
		"ignored below":    clean(func(w worktree) { w.write("shop/static/.gitignore", "*\n"); w.write("shop/static/x", "") }),
		"ignored in info":  clean(func(w worktree) { w.write(".git/info/exclude", "new.py\n"); w.write("shop/new.py", "") }),
		"deleted":          changed(func(w worktree) { _ = os.Remove(filepath.Join(w.folder, "shop/app.py")) }),
		"renamed":          changed(func(w worktree) { w.git("mv", "shop/app.py", "shop/web.py") }),
		"mode":             changed(func(w worktree) { _ = os.Chmod(filepath.Join(w.folder, "shop/run.sh"), 0o755) }),
		"mode does not count": clean(func(w worktree) {
			w.git("config", "core.fileMode", "false")
			_ = os.Chmod(filepath.Join(w.folder, "shop/run.sh"), 0o755)
		}),
		"link": changed(func(w worktree) { w.link("run.sh", "shop/main.py") }),
		"link is a file": changed(func(w worktree) {
			_ = os.Remove(filepath.Join(w.folder, "shop/main.py"))
			w.write("shop/main.py", "app.py")
		}),
		"another app": clean(func(w worktree) { w.write("api/app.py", "print(3)\n"); w.write("api/new.py", "") }),
		"assumed unchanged": clean(func(w worktree) {
			w.git("update-index", "--assume-unchanged", "shop/app.py")
			w.write("shop/app.py", "")
		}),
		"detached": clean(func(w worktree) { w.git("checkout", "--quiet", "--detach") }),
		"tag": clean(func(w worktree) {
			w.git("tag", "--annotate", "--message=1", "v1")
			w.git("commit", "--quiet", "--allow-empty", "--message=2")
			w.git("checkout", "--quiet", "v1")
		}),
		"branch with a slash":    clean(func(w worktree) { w.git("checkout", "--quiet", "-b", "feature/a") }),
		"packed":                 clean(func(w worktree) { w.git("gc", "--quiet"); w.git("pack-refs", "--all") }),
		"packed, then committed": clean(func(w worktree) { w.git("pack-refs", "--all"); w.git("commit", "--quiet", "--allow-empty", "-m2") }),
		"commit graph":           clean(func(w worktree) { w.git("commit-graph", "write"); w.git("repack", "-adq", "--write-midx") }),
		"index version 4":        clean(func(w worktree) { w.git("update-index", "--index-version", "4") }),
		"split index": changed(func(w worktree) {
			w.git("update-index", "--split-index")
			w.write("shop/new.py", "")
			w.git("add", ".")
		}),
		"untracked cache": changed(func(w worktree) {
			w.git("update-index", "--untracked-cache")
			w.git("status")
			w.write("shop/new.py", "")
		}),
		"sparse":       clean(func(w worktree) { w.git("sparse-checkout", "set", "shop") }),
		"sparse index": clean(func(w worktree) { w.git("sparse-checkout", "set", "--cone", "--sparse-index", "shop/static") }),
		"line ends by attribute": clean(func(w worktree) {
			w.write(".gitattributes", "*.py text eol=crlf\n")
			w.again("shop/app.py")
		}),
		"line ends by setting": clean(func(w worktree) { w.git("config", "core.autocrlf", "true"); w.again("shop/app.py") }),
		"line ends":            changed(func(w worktree) { w.write("shop/app.py", "print(1)\r\n") }),
		"a repository in it": changed(func(w worktree) {
			w.git("init", "--quiet", "shop/new")
			w.write("shop/new/x", "")
		}),
		"submodule":           clean(func(w worktree) { w.withSubmodule() }),
		"submodule changed":   changed(func(w worktree) { w.withSubmodule().write("shop/app.py", "") }),
		"submodule untracked": changed(func(w worktree) { w.withSubmodule().write("new.py", "") }),
		"submodule committed": changed(func(w worktree) { w.withSubmodule().git("commit", "--quiet", "--allow-empty", "-m2") }),
		"submodule not here":  clean(func(w worktree) { w.withSubmodule(); w.git("submodule", "--quiet", "deinit", "--all") }),
		"in a submodule":      {make: func(w worktree) worktree { return w.withSubmodule() }},
		"in a submodule, changed": {make: func(w worktree) worktree {
			inner := w.withSubmodule()
			inner.write("shop/app.py", "")
			return inner
		}, dirty: true},
		"linked work tree": {make: func(w worktree) worktree {
			other := w.beside()
			w.git("worktree", "add", "--quiet", other.folder)
			return other
		}},
		"linked work tree, changed": {make: func(w worktree) worktree {
			other := w.beside()
			w.git("worktree", "add", "--quiet", other.folder)
			other.write("shop/app.py", "")
			return other
		}, dirty: true},
		"git directory elsewhere": {make: func(w worktree) worktree {
			folder := filepath.Join(w.TempDir(), "git")
			w.git("init", "--quiet", "--separate-git-dir", folder)
			w.git("config", "core.worktree", w.folder)
			return w
		}},
		"shallow": {make: func(w worktree) worktree {
			w.git("commit", "--quiet", "--allow-empty", "-m2")
			return w.clone("--depth=1")
		}},
		"partial": {make: func(w worktree) worktree {
			w.git("config", "uploadpack.allowFilter", "true")
			return w.clone("--filter=blob:none")
		}},
		"objects of another": {make: func(w worktree) worktree {
			other := w.beside()
			w.git("clone", "--quiet", "--shared", w.folder, other.folder)
			return other
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compare(t, f.make(newShop(t)), f.dirty)
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

// compare holds what this package says of an app in a work tree to what git says.
func compare(t *testing.T, w worktree, dirty bool) {
	t.Helper()
	app := worktree{t, filepath.Join(w.folder, "shop")}
	said := app.git("status", "--porcelain", "--", ".")
	if dirty != (said != "") {
		t.Fatalf("the test does not make what it is called by: git says %q", said)
	}
	want := Revision{Commit: app.git("rev-parse", "HEAD"), Created: "2024-05-02T01:04:05Z"}
	if dirty {
		want.Commit += "-dirty"
	}
	got := mustRead(t, app.folder, nil)
	got.Repository = ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("revision differs (-want +got):\n%s\ngit says %q", diff, said)
	}
}

// What a user's own configuration says of files counts, and abbreviated addresses
// are written out.
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
	w.again("shop/app.py")
	compare(t, w, false)
	if got, want := mustRead(t, w.folder, nil).Repository, "https://git.example/acme/shop.git"; got != want {
		t.Errorf("got %q, want %q; git says %s", got, want, strings.TrimSpace(w.git("remote", "get-url", "origin")))
	}
}
