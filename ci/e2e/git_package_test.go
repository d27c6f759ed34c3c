//go:build linux

package e2e

import (
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// gitRepository serves the package tariffs as a git repository; it returns its address and the hash of a commit.
func gitRepository(t *testing.T) (address, commit string) {
	t.Helper()
	folder := t.TempDir()
	work := filepath.Join(folder, "work")
	if err := os.CopyFS(filepath.Join(work, "python"), os.DirFS("testdata/package/libs/tariffs")); err != nil {
		t.Fatal(err)
	}
	git := func(arguments ...string) string {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=Test", "-c", "user.email=test@example.com"}, arguments...)...)
		cmd.Dir = work
		cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("git %s: %v", arguments, err)
		}
		return strings.TrimSpace(string(out))
	}
	git("init", "--quiet")
	git("add", ".")
	git("commit", "--quiet", "--message", "tariffs")
	commit = git("rev-parse", "HEAD")
	// What the commit does not have must not be installed.
	if err := os.WriteFile(filepath.Join(work, "python", "src", "tariffs", "rates.json"), []byte(`{"letter": 3}`), 0o644); err != nil {
		t.Fatal(err)
	}
	git("commit", "--quiet", "--all", "--message", "dearer")
	git("clone", "--quiet", "--bare", ".", "../tariffs.git")
	git("-C", "../tariffs.git", "update-server-info")

	listener, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(http.FileServer(http.Dir(folder)))
	server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return "http://" + net.JoinHostPort(bridgeAddress(t), port) + "/tariffs.git", commit
}

// A package of a git repository is that of its commit, and it is built like one of a folder.
func TestPackageOfARepository(t *testing.T) {
	t.Parallel()
	address, commit := gitRepository(t)
	folder := copyApp(t, "package-of-a-repository", filepath.Join("testdata", "package"),
		write("requirements.txt", "lark==1.2.2\ntariffs @ git+"+address+"@"+commit+"#subdirectory=python\n"), write("requirements-dev.txt", tests))
	app := ci(t, nil, folder).mustPass(t).app(t, "greeter")
	if stdout, stderr, _ := output(t, app, true); stdout != "Hello from greeter 1.4, a letter is 2\n" {
		t.Errorf("got %q: %s", stdout, stderr)
	}
}

// What cannot be fetched is an error that names the repository and the reason.
func TestRepositoryThatIsNotThere(t *testing.T) {
	t.Parallel()
	address, _ := gitRepository(t)
	absent := strings.Repeat("0", 40)
	for name, c := range map[string]struct{ requirement, says string }{
		"no-host":   {"git+http://127.0.0.1:9/tariffs.git@" + absent, "http://127.0.0.1:9/tariffs.git: the repository cannot be cloned"},
		"no-commit": {"git+" + address + "@" + absent, address + ": it has no commit " + absent},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ci(t, nil, calculator(t, name, appendTo("requirements.in", ""), write("requirements.txt", "lark==1.3.1\ntariffs @ "+c.requirement+"\n"), write("requirements-dev.txt", tests))).
				mustFail(t, c.says)
			mustNotBePublished(t, name)
		})
	}
}
