//go:build linux

package e2e

import (
	"path/filepath"
	"regexp"
	"testing"
)

// workspace copies the workspace below testdata and locks it. Its member api is an app, which
// needs the member shared-lib.
func workspace(t *testing.T, name string, changes ...func(string) error) string {
	t.Helper()
	return copyApp(t, name, filepath.Join("testdata", "workspace"),
		replace("packages/api/pyproject.toml", `name = "member"`, `name = "`+named(name)+`"`), makeUVLock(t), all(changes...), forgetAddresses("uv.lock"))
}

// An app that is a member of a uv workspace gets what the lock of the workspace has for it. Nothing of the workspace ships beside
// it, but for the members that it needs, which are installed.
func TestMemberOfAWorkspace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change   func(string) error
		folder   string
		onlyLong bool
	}{
		"member-by-folder": {all(), "packages/api", false},
		"member-by-key":    {appendTo("pyproject.toml", "\n[tool.python-pipeline]\npackage = \"packages/api\"\n"), ".", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.onlyLong && !runsLong {
				t.Skip("set " + long + "=1")
			}
			app := ci(t, nil, filepath.Join(workspace(t, name, c.change), c.folder)).mustPass(t).app(t, name)
			if app.Tests.Passed != 1 || app.Tests.Failed != 0 {
				t.Errorf("tests: %+v", app.Tests)
			}
			const where = "import lark, shared_lib, app; print(shared_lib.__file__, app.__file__)"
			want := "/venv/lib/python3.11/site-packages/shared_lib/__init__.py /app/app.py\n"
			if stdout, stderr, _ := output(t, app, false, "python", "-c", where); stdout != want {
				t.Errorf("got %q, want %q: %s", stdout, want, stderr)
			}
			for file := range entries(t, pull(t, app)) {
				if regexp.MustCompile(`/app/(packages|uv[.]lock)|/pytest$`).MatchString(file) {
					t.Errorf("%s is not the app's", file)
				}
			}
		})
	}
}

// A member that has changed since the lock was made is an error, whichever member is built.
func TestStaleLockOfAWorkspace(t *testing.T) {
	t.Parallel()
	stale := workspace(t, "stale-member", replace("packages/shared-lib/pyproject.toml", "lark==1.2.2", "lark==1.2.1"))
	ci(t, nil, filepath.Join(stale, "packages/api")).mustFail(t, "uv.lock: it does not match pyproject.toml; run `uv lock` and commit both")
	mustNotBePublished(t, "stale-member")
}
