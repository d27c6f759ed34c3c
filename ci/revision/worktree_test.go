package revision

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Whose machine it is, and how git is configured there, must not matter.
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

// A worktree is a folder that git looks after.
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

// git does in the work tree what its user would.
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
