package revision

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The tests do not depend on the user's home and on this machine's configuration
// of git.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "python-pipeline-home-")
	if err != nil {
		panic(err)
	}
	for name, value := range map[string]string{"HOME": home, "XDG_CONFIG_HOME": home, "GIT_CONFIG_GLOBAL": os.DevNull, "GIT_CONFIG_NOSYSTEM": "1"} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	_ = os.RemoveAll(home)
	os.Exit(code)
}

// A worktree is a folder under git's control.
type worktree struct {
	*testing.T
	folder string
}

func newRepository(t *testing.T) worktree {
	t.Helper()
	r := worktree{t, t.TempDir()}
	r.git("init", "--quiet")
	return r
}

// git runs git in the work tree.
func (r worktree) git(args ...string) string {
	r.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = r.folder
	cmd.Env = append(environment(), "GIT_ALLOW_PROTOCOL=file:ext",
		"GIT_AUTHOR_NAME=Ada", "GIT_AUTHOR_EMAIL=ada@shop.example", "GIT_AUTHOR_DATE=2024-05-01T00:00:00+02:00",
		"GIT_COMMITTER_NAME=Ada", "GIT_COMMITTER_EMAIL=ada@shop.example", "GIT_COMMITTER_DATE=2024-05-02T03:04:05+02:00",
	)
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.Fatalf("git %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (r worktree) write(name, content string) {
	r.Helper()
	path := filepath.Join(r.folder, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		r.Fatal(err)
	}
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

// beside returns another work tree of the same test.
func (w worktree) beside() worktree { return worktree{w.T, filepath.Join(w.TempDir(), "other")} }

// clone returns a clone as the checkout of a CI job makes it.
func (w worktree) clone(options ...string) worktree {
	w.Helper()
	other := w.beside()
	w.git(append(append([]string{"clone", "--quiet"}, options...), "file://"+w.folder, other.folder)...)
	return other
}

// older makes a file older than its entry in the index, so that git has to compare
// its content.
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

// checkOutAgain checks a file out once more, with the current setting for the ends
// of lines.
func (w worktree) checkOutAgain(name string) {
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
