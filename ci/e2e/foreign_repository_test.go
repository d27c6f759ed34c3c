//go:build linux

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A foreignRepository is one that only uses the module.
type foreignRepository struct{ root, app string }

func newForeignRepository(t *testing.T) foreignRepository {
	t.Helper()
	root := t.TempDir()
	r := foreignRepository{root: root, app: filepath.Join(root, "services", "shop")}
	if err := os.CopyFS(r.app, os.DirFS(calculator(t, "shop"))); err != nil {
		t.Fatal(err)
	}
	git(t, root, "init", "--quiet", "--initial-branch=main")
	return r
}

func (r foreignRepository) commit(t *testing.T, message string) {
	t.Helper()
	git(t, r.root, "add", ".")
	git(t, r.root, "commit", "--quiet", "--message="+message)
}

// dagger gives all that the dagger program prints in a folder, and whether it
// ended well.
func (r foreignRepository) dagger(t *testing.T, folder string, arguments ...string) (string, bool) {
	t.Helper()
	cmd := daggerCommand(t, folder, arguments...)
	cmd.Env = append(cmd.Env, "DAGGER_PROGRESS=plain", "NO_COLOR=1", "REGISTRY_PASSWORD="+robotPassword)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(out), err == nil
}

func (r foreignRepository) mustPass(t *testing.T, folder string, arguments ...string) string {
	t.Helper()
	out, passed := r.dagger(t, folder, arguments...)
	if !passed {
		t.Fatalf("dagger %s failed:\n%s", strings.Join(arguments, " "), out)
	}
	return out
}

// mustFail fails the test when a command in the app's folder does not, or when its
// error lacks one of the texts. An error is for people: it says neither how the
// engine was told to run something nor merely that this failed.
func (r foreignRepository) mustFail(t *testing.T, arguments []string, texts ...string) {
	t.Helper()
	out, passed := r.dagger(t, r.app, arguments...)
	_, says, _ := strings.Cut("\n"+out, "\nError: ")
	if passed || says == "" {
		t.Errorf("dagger %s: passed: %t:\n%s", strings.Join(arguments, " "), passed, out)
	}
	for _, text := range texts {
		if !strings.Contains(says, text) {
			t.Errorf("%q is missing in:\n%s", text, says)
		}
	}
	for _, text := range []string{"exit code", "/usr/bin/timeout", "/usr/local/bin/python3"} {
		if strings.Contains(says, text) {
			t.Errorf("%q is in:\n%s", text, says)
		}
	}
}

// setArguments names what this machine has in place of the internet: files of the
// repository in dagger.json, those of the machine in .env.
func (r foreignRepository) setArguments(t *testing.T) {
	t.Helper()
	const database = "trivy-db"
	if err := os.CopyFS(filepath.Join(r.root, database), os.DirFS(smallDatabase(t))); err != nil {
		t.Fatal(err)
	}
	var configuration map[string]any
	if err := json.Unmarshal([]byte(readFile(t, filepath.Join(r.root, "dagger.json"))), &configuration); err != nil {
		t.Fatal(err)
	}
	toolchain := configuration["toolchains"].([]any)[0].(map[string]any)
	toolchain["customizations"] = []map[string]string{{"argument": "trivyDb", "defaultPath": "/" + database}}
	content, err := json.MarshalIndent(configuration, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	variables := "python_pipeline_trivyImage=" + scannerImage(t) + "\n"
	if ca := os.Getenv("SSL_CERT_FILE"); ca != "" {
		variables += "python_pipeline_ca=" + ca + "\n"
	}
	for name, content := range map[string]string{"dagger.json": string(content), ".env": variables, ".gitignore": ".env\n"} {
		if err := write(name, content)(r.root); err != nil {
			t.Fatal(err)
		}
	}
}

// serveModule serves this repository's module as it is now, as a git repository, and
// gives its address. A local one would have to lie in the other repository.
func serveModule(t *testing.T) string {
	t.Helper()
	const name = "python-pipeline.git"
	folder := t.TempDir()
	bare := filepath.Join(folder, name)
	git(t, folder, "init", "--quiet", "--bare", bare)
	ours := []string{"--git-dir=" + bare, "--work-tree=" + repository}
	git(t, repository, append(ours, "add", "dagger.json", "pipeline")...)
	git(t, repository, append(ours, "commit", "--quiet", "--message=The module")...)

	// The engine drops the port of an address over HTTP, so that the server has an
	// address of its own.
	listener, err := net.Listen("tcp", fmt.Sprintf("127.%d.%d.%d:80", 1+rand.IntN(254), rand.IntN(256), 1+rand.IntN(254)))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(&cgi.Handler{
		Path: filepath.Join(git(t, folder, "--exec-path"), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + folder, "GIT_HTTP_EXPORT_ALL=1"},
	})
	server.Listener.Close()
	server.Listener = listener
	server.Start()
	t.Cleanup(server.Close)
	return fmt.Sprintf("http://%s/%s", listener.Addr().(*net.TCPAddr).IP, name)
}

// git runs git in a folder, without this machine's settings, and gives what it prints.
func git(t *testing.T, folder string, arguments ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-c", "user.name=Ada", "-c", "user.email=ada@example.org"}, arguments...)...)
	cmd.Dir, cmd.Env = folder, append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}
