//go:build unix

package revision

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A hostile repository names a program that makes the canary file.
type hostile struct {
	change func(w worktree, canary string)
	// runs is whether git itself runs the program to read the commit and the changes.
	runs bool
	// want is "clean", "-dirty", or "" for no revision.
	want string
	err  string
}

func configure(name, value string) func(worktree, string) {
	return func(w worktree, canary string) {
		w.git("config", name, fmt.Sprintf(value, canary))
		w.write("app.py", "print(2)\n")
	}
}

func TestNoProgramOfARepositoryRuns(t *testing.T) {
	t.Parallel()
	const dirty, clean = "-dirty", "clean"
	for name, test := range map[string]hostile{
		"file system monitor": {change: configure("core.fsmonitor", "touch %s;:"), runs: true, want: dirty},
		"filter": {func(w worktree, canary string) {
			w.write(".gitattributes", "*.py filter=x\n")
			configure("filter.x.clean", "touch %s; cat")(w, canary)
		}, true, dirty, ""},
		"filter in info": {func(w worktree, canary string) {
			w.write(".git/info/attributes", "*.py filter=x\n")
			w.git("config", "filter.x.required", "true")
			configure("filter.x.process", "touch %s;:")(w, canary)
			w.older("other.py")
		}, true, dirty, ""},
		"signature checker": {func(w worktree, canary string) {
			commit := w.git("cat-file", "commit", "HEAD")
			head, message, _ := strings.Cut(commit, "\n\n")
			w.write("signed", head+"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n\n"+message+"\n")
			w.git("reset", "--hard", w.git("hash-object", "-t", "commit", "-w", "signed"))
			w.write("checker", "#!/bin/sh\ntouch "+canary+"\n")
			_ = os.Chmod(filepath.Join(w.folder, "checker"), 0o755)
			w.git("config", "log.showSignature", "true")
			w.git("config", "gpg.program", filepath.Join(w.folder, "checker"))
		}, true, dirty, ""},
		"included configuration": {func(w worktree, canary string) {
			w.write("more", "[core]\n\tfsmonitor = \"touch "+canary+";:\"\n")
			w.git("config", "include.path", "../more")
		}, true, dirty, ""},
		"configuration of a work tree": {func(w worktree, canary string) {
			w.git("config", "extensions.worktreeConfig", "true")
			w.git("config", "--worktree", "core.fsmonitor", "touch "+canary+";:")
		}, true, clean, ""},
		"submodule": {func(w worktree, canary string) {
			inner := newShop(w.T)
			w.git("submodule", "--quiet", "add", "file://"+inner.folder, "vendor")
			w.git("commit", "--quiet", "--message=vendor")
			vendor := worktree{w.T, filepath.Join(w.folder, "vendor")}
			vendor.git("config", "core.fsmonitor", "touch "+canary+";:")
		}, true, clean, ""},
		"download of missing objects": {func(w worktree, canary string) {
			w.git("config", "extensions.partialClone", "origin")
			w.git("config", "remote.origin.promisor", "true")
			w.git("config", "remote.origin.url", "ext::touch "+canary)
			w.git("config", "protocol.ext.allow", "always")
			w.git("config", "core.repositoryFormatVersion", "1")
			w.write(".git/HEAD", strings.Repeat("1", 40)+"\n")
		}, true, "", "git: "},
		"a folder that is made like a git directory": {func(w worktree, canary string) {
			_ = os.RemoveAll(filepath.Join(w.folder, ".git"))
			w.git("init", "--quiet", "--bare", ".")
			w.git("config", "core.bare", "false")
			w.git("config", "core.worktree", ".")
			w.git("commit", "--quiet", "--allow-empty", "--message=1")
			w.git("config", "core.fsmonitor", "touch "+canary+";:")
		}, true, "", ""},
		"a file that leads to another repository": {func(w worktree, canary string) {
			other := newShop(w.T)
			other.git("config", "core.fsmonitor", "touch "+canary+";:")
			_ = os.RemoveAll(filepath.Join(w.folder, ".git"))
			w.write(".git", "gitdir: "+filepath.Join(other.folder, ".git")+"\n")
		}, true, "", "does not name this folder as its work tree"},
		"a link to another repository": {func(w worktree, canary string) {
			other := newShop(w.T)
			other.git("config", "core.fsmonitor", "touch "+canary+";:")
			_ = os.RemoveAll(filepath.Join(w.folder, ".git"))
			w.link(filepath.Join(other.folder, ".git"), ".git")
		}, true, "", "neither a folder nor a file"},
		"objects of another repository": {func(w worktree, canary string) {
			other := newShop(w.T)
			other.git("config", "core.fsmonitor", "touch "+canary+";:")
			w.write(".git/objects/info/alternates", filepath.Join(other.folder, ".git", "objects")+"\n")
		}, false, clean, ""},
		"hooks": {func(w worktree, canary string) {
			for _, hook := range []string{"post-index-change", "fsmonitor-watchman", "post-checkout", "pre-auto-gc", "reference-transaction"} {
				w.write(".git/hooks/"+hook, "#!/bin/sh\ntouch "+canary+"\n")
				_ = os.Chmod(filepath.Join(w.folder, ".git", "hooks", hook), 0o755)
			}
			w.older("other.py")
		}, true, clean, ""},
		"pager":               {change: configure("core.pager", "touch %s"), want: dirty},
		"external difference": {change: configure("diff.external", "touch %s"), want: dirty},
		"alias":               {change: configure("alias.status", "!touch %s"), want: dirty},
		"ssh":                 {change: configure("core.sshCommand", "touch %s"), want: dirty},
		"text of a file": {func(w worktree, canary string) {
			w.write(".gitattributes", "*.py diff=x\n")
			configure("diff.x.textconv", "touch %s")(w, canary)
		}, false, dirty, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, canary := newHostile(t), filepath.Join(t.TempDir(), "canary")
			test.change(w, canary)
			_ = os.Remove(canary)
			got, err := Of(t.Context(), w.folder, nil)
			if _, err := os.Stat(canary); err == nil {
				t.Error("a program of the repository ran")
			}
			mustBe(t, got, err, test.want, test.err)
			// Git itself runs the program, which shows that the test would notice it.
			_ = os.Remove(canary)
			for _, arguments := range [][]string{{"log", "-1", "--format=%H %ct"}, {"status", "--porcelain", "--", "."}} {
				cmd := exec.Command("git", arguments...)
				cmd.Dir, cmd.Env = w.folder, environment()
				_ = cmd.Run()
			}
			if _, err := os.Stat(canary); (err == nil) != test.runs {
				t.Errorf("git itself runs the program: %v, expected %v", err == nil, test.runs)
			}
		})
	}
}

// newHostile makes a repository whose top is the app's folder.
func newHostile(t *testing.T) worktree {
	t.Helper()
	w := newRepository(t)
	w.write("app.py", "print(1)\n")
	w.write("other.py", "print(1)\n")
	w.git("add", ".")
	w.git("commit", "--quiet", "--message=app")
	return w
}

func mustBe(t *testing.T, got Revision, err error, want, message string) {
	t.Helper()
	if (err != nil) != (message != "") || err != nil && !strings.Contains(err.Error(), message) {
		t.Errorf("error %v, expected %q", err, message)
	}
	commit, isDirty := strings.CutSuffix(got.Commit, "-dirty")
	if state := (map[bool]string{true: "-dirty", false: "clean"})[isDirty]; commit != "" && state != want || commit == "" && want != "" {
		t.Errorf("revision %+v, expected %q", got, want)
	}
}

// Git does not get the passwords in this process's environment.
func TestEnvironmentOfGit(t *testing.T) {
	t.Setenv("PIPELINE_REGISTRY_PASSWORD", "hunter2")
	t.Setenv("GIT_EXTERNAL_DIFF", "touch")
	for _, variable := range environment() {
		if strings.Contains(variable, "hunter2") || strings.HasPrefix(variable, "GIT_EXTERNAL_DIFF") {
			t.Error(variable)
		}
	}
}
